//! Files in an S3 store. It differs from a folder: a rename is a copy and a deletion, modification times cannot be
//! changed, lists are paginated, and incomplete uploads are invisible.

use std::time::Duration;

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream};
use sha2::{Digest as _, Sha256};
use tasuki_store::blobs::Swept;
use tasuki_store::{BlobError, Digest};
use tokio::time::{sleep, timeout};

use crate::blobs::{LIMIT, chunks, large, story};
use crate::bucket::{Bucket, name};

const DAY: i64 = 24 * 60 * 60 * 1_000;

async fn put(bucket: &Bucket, content: &[u8]) -> Digest {
    bucket.blobs.put(chunks(vec![content.to_vec()]), LIMIT).await.unwrap().digest
}

#[tokio::test]
async fn an_s3_store_keeps_files() {
    let Some(bucket) = Bucket::new("story") else { return };
    story(&bucket.blobs).await;
    assert_eq!(bucket.unfinished().await, 0, "rejected and incomplete uploads leave no parts");
    assert_eq!(bucket.names().await, Vec::<String>::new(), "no temporary file remains");
}

#[tokio::test]
async fn what_was_changed_in_an_s3_store_is_an_error_and_no_data() {
    let Some(bucket) = Bucket::new("changed") else { return };
    for mut content in [b"certificate".to_vec(), large().concat()] {
        let digest = put(&bucket, &content).await;
        content[3] ^= 1;
        bucket.put(&name(digest), &content).await;
        let read = bucket.blobs.get(digest).await.unwrap().unwrap().bytes().await;
        assert!(matches!(read, Err(BlobError::Changed { expected, .. }) if expected == digest));
    }
    bucket.clear().await;
}

#[tokio::test]
async fn what_nobody_names_leaves_an_s3_store_after_a_month() {
    let Some(bucket) = Bucket::new("sweep") else { return };
    let (named, nameless, again) =
        (put(&bucket, b"named").await, put(&bucket, b"other").await, put(&bucket, b"again").await);
    let rows = [named].into();
    let aside = |digest: Digest| format!("unused/{digest}");
    bucket.put("incoming/0a", b"of an upload that was killed").await;
    bucket.put("README", b"somebody else's").await;

    let young = bucket.blobs.sweep(bucket.changed().await, &rows).await.unwrap();
    assert_eq!(young, Swept::default(), "it may be on its way");
    let swept = bucket.blobs.sweep(bucket.changed().await + DAY + 1, &rows).await.unwrap();
    assert_eq!(swept, Swept { unfinished: 1, set_aside: 2, ..Swept::default() });
    let mut expected = vec!["README".to_owned(), name(named), aside(nameless), aside(again)];
    expected.sort();
    assert_eq!(bucket.names().await, expected);
    let listed: Vec<_> = bucket.blobs.list().try_collect().await.unwrap();
    assert_eq!(listed, [(named, 5)]);

    // If it is uploaded again, or requested after all, it is there.
    assert!(bucket.blobs.put(chunks(vec![b"again".to_vec()]), LIMIT).await.unwrap().known);
    assert_eq!(bucket.blobs.get(nameless).await.unwrap().unwrap().bytes().await.unwrap(), b"other");
    let mut expected = vec!["README".to_owned(), name(named), name(nameless), name(again)];
    expected.sort();
    assert_eq!(bucket.names().await, expected);

    // Both count as new: they are set aside after a day, and removed a month later.
    assert_eq!(bucket.blobs.sweep(bucket.changed().await, &rows).await.unwrap(), Swept::default());
    assert_eq!(bucket.blobs.sweep(bucket.changed().await + DAY + 1, &rows).await.unwrap().set_aside, 2);
    let before = bucket.blobs.sweep(bucket.changed().await + 29 * DAY, &rows).await.unwrap();
    assert_eq!(before, Swept::default());
    let month = bucket.blobs.sweep(bucket.changed().await + 30 * DAY + 1, &[named, again].into()).await.unwrap();
    assert_eq!(month, Swept { removed: 1, brought_back: 1, ..Swept::default() });
    assert!(bucket.blobs.exists(again).await.unwrap() && bucket.blobs.get(nameless).await.unwrap().is_none());
    bucket.clear().await;
}

/// A page of a list has 1,000 names.
#[tokio::test]
async fn an_s3_store_tells_of_more_files_than_fit_on_a_page() {
    let Some(bucket) = Bucket::new("pages") else { return };
    let files = |count: u32| (0..count).map(|number| (number, digest(number)));
    stream::iter(files(1_050))
        .for_each_concurrent(16, async |(number, digest)| bucket.put(&name(digest), &number.to_be_bytes()).await)
        .await;
    let mut listed: Vec<_> = bucket.blobs.list().try_collect().await.unwrap();
    listed.sort();
    let mut expected: Vec<_> = files(1_050).map(|(_, digest)| (digest, 4)).collect();
    expected.sort();
    assert_eq!(listed, expected);

    let rows = files(1_040).map(|(_, digest)| digest).collect();
    let swept = bucket.blobs.sweep(bucket.changed().await + DAY + 1, &rows).await.unwrap();
    assert_eq!(swept, Swept { set_aside: 10, ..Swept::default() });
    bucket.clear().await;
}

fn digest(number: u32) -> Digest {
    Digest::new(Sha256::digest(number.to_be_bytes()).into())
}

/// A client may disconnect at any time.
#[tokio::test]
async fn a_dropped_upload_to_an_s3_store_leaves_nothing() {
    let Some(bucket) = Bucket::new("dropped") else { return };
    let begun = stream::iter([Ok::<_, std::io::Error>(Bytes::from(vec![1; 11 << 20]))]).chain(stream::pending());
    let mut put = Box::pin(bucket.blobs.put(begun, LIMIT));
    let begun = async {
        while bucket.unfinished().await == 0 {
            sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::select! {
        _ = &mut put => panic!("it has no end"),
        () = begun => {}
    }
    drop(put);
    let gone = async {
        while bucket.unfinished().await > 0 {
            sleep(Duration::from_millis(50)).await;
        }
    };
    timeout(Duration::from_secs(30), gone).await.unwrap();
    assert_eq!(bucket.names().await, Vec::<String>::new());
}
