//! Files in a folder, and the tests that apply to every kind of storage.

use std::collections::HashSet;

use bytes::Bytes;
use futures_util::future::join_all;
use futures_util::{TryStreamExt, stream};
use tasuki_store::blobs::Swept;
use tasuki_store::{BlobError, Blobs, Digest};
use tempfile::TempDir;

use crate::bucket::Bucket;

/// A point in time in the year 2100, when every file is old.
const LATER: i64 = 4_102_444_800_000;
/// 64 MiB, more than any of these tests needs.
pub(crate) const LIMIT: u64 = 64 << 20;

pub(crate) fn chunks(parts: Vec<Vec<u8>>) -> impl futures_util::Stream<Item = Result<Bytes, std::io::Error>> + Send {
    stream::iter(parts.into_iter().map(|part| Ok(Bytes::from(part))))
}

/// A file that is larger than a part in either storage, with all parts different.
pub(crate) fn large() -> Vec<Vec<u8>> {
    (0_u8..110)
        .map(|piece| (0..65_537_u32).map(|at| at.to_le_bytes()[usize::from(piece) % 3] ^ piece).collect())
        .collect()
}

/// Files are stored once until they are removed; rejected and incomplete uploads leave nothing.
pub(crate) async fn story(blobs: &Blobs) {
    let small = blobs.put(chunks(vec![b"hello ".to_vec(), b"world".to_vec()]), LIMIT).await.unwrap();
    assert_eq!(small.size, 11);
    assert_eq!(small.digest.to_string(), "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9");
    assert!(!small.known);
    assert!(blobs.put(chunks(vec![b"hello world".to_vec()]), LIMIT).await.unwrap().known, "kept once");
    assert_eq!(blobs.get(small.digest).await.unwrap().unwrap().bytes().await.unwrap(), b"hello world");

    let kept = blobs.put(chunks(large()), LIMIT).await.unwrap();
    assert_eq!(kept.size, 110 * 65_537);
    let found = blobs.get(kept.digest).await.unwrap().unwrap();
    assert_eq!(found.size(), kept.size);
    assert_eq!(found.bytes().await.unwrap(), large().concat());
    assert!(blobs.put(chunks(large()), LIMIT).await.unwrap().known);

    let empty = blobs.put(chunks(vec![]), LIMIT).await.unwrap();
    assert_eq!(blobs.get(empty.digest).await.unwrap().unwrap().bytes().await.unwrap(), b"");

    let refused = blobs.put(chunks(large()), 1 << 20).await.unwrap_err();
    assert!(matches!(refused, BlobError::TooLarge { .. }));
    let broken = stream::iter([Ok(Bytes::from(vec![1; 6 << 20])), Err(std::io::Error::other("the connection broke"))]);
    assert!(matches!(blobs.put(broken, LIMIT).await, Err(BlobError::Source(_))));

    let mut listed: Vec<_> = blobs.list().try_collect().await.unwrap();
    listed.sort();
    let mut expected = vec![(small.digest, 11), (kept.digest, kept.size), (empty.digest, 0)];
    expected.sort();
    assert_eq!(listed, expected, "what was refused or broke off left nothing");

    let unknown = Digest::new([7; 32]);
    assert!(blobs.get(unknown).await.unwrap().is_none() && !blobs.exists(unknown).await.unwrap());
    blobs.remove(unknown).await.unwrap();
    for (digest, _) in expected {
        blobs.remove(digest).await.unwrap();
        assert!(!blobs.exists(digest).await.unwrap());
    }
}

#[tokio::test]
async fn a_folder_keeps_files() {
    let folder = TempDir::new().unwrap();
    story(&Blobs::open(&folder.path().join("blobs").to_string_lossy()).unwrap()).await;
}

/// Several clients upload the same file at the same time.
async fn sent_at_once(blobs: &Blobs) {
    for content in [vec![b"certificate".to_vec()], large()] {
        let sent = join_all((0..4).map(|_| blobs.put(chunks(content.clone()), LIMIT))).await;
        let digests: HashSet<_> = sent.into_iter().map(|kept| kept.unwrap().digest).collect();
        let listed: Vec<_> = blobs.list().try_collect().await.unwrap();
        let whole = content.concat();
        let [digest] = digests.into_iter().collect::<Vec<_>>()[..] else { panic!("one content, one digest") };
        assert_eq!(listed, [(digest, whole.len() as u64)]);
        assert_eq!(blobs.get(digest).await.unwrap().unwrap().bytes().await.unwrap(), whole);
        blobs.remove(digest).await.unwrap();
    }
}

/// Several clients request a file that was set aside: one of the requests restores it, and all of them get it.
async fn asked_for_at_once(blobs: &Blobs, rounds: usize) {
    let digest = blobs.put(chunks(vec![b"certificate".to_vec()]), LIMIT).await.unwrap().digest;
    for _ in 0..rounds {
        let swept = blobs.sweep(LATER, &HashSet::new()).await.unwrap();
        assert_eq!(swept.set_aside, 1);
        let asked = join_all((0..8).map(async |who| match who % 2 {
            0 => blobs.exists(digest).await.unwrap(),
            _ => blobs.get(digest).await.unwrap().is_some(),
        }));
        assert_eq!(asked.await, [true; 8]);
    }
    blobs.remove(digest).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_requests_get_their_file_from_a_folder() {
    let folder = TempDir::new().unwrap();
    let blobs = Blobs::open(&folder.path().to_string_lossy()).unwrap();
    sent_at_once(&blobs).await;
    asked_for_at_once(&blobs, 20).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_requests_get_their_file_from_an_s3_store() {
    let Some(bucket) = Bucket::new("at-once") else { return };
    sent_at_once(&bucket.blobs).await;
    // Fewer rounds: some stores lock the object, so that a round takes seconds.
    asked_for_at_once(&bucket.blobs, 3).await;
    bucket.clear().await;
}

#[tokio::test]
async fn what_was_changed_is_an_error_and_no_data() {
    let folder = TempDir::new().unwrap();
    let blobs = Blobs::open(&folder.path().to_string_lossy()).unwrap();
    for parts in [vec![b"certificate".to_vec()], large()] {
        let kept = blobs.put(chunks(parts.clone()), LIMIT).await.unwrap();
        let name = kept.digest.to_string();
        let file = folder.path().join(&name[..2]).join(&name);
        let mut bytes = std::fs::read(&file).unwrap();
        bytes[3] ^= 1;
        std::fs::write(&file, &bytes).unwrap();
        let mut read = blobs.get(kept.digest).await.unwrap().unwrap();
        let mut arrived = 0;
        let error = loop {
            match read.try_next().await {
                Ok(Some(chunk)) => arrived += chunk.len() as u64,
                Ok(None) => panic!("a changed file looks complete"),
                Err(error) => break error,
            }
        };
        assert!(matches!(error, BlobError::Changed { expected, .. } if expected == kept.digest));
        assert!(arrived < kept.size, "never the whole of it");
    }
}

#[test]
fn addresses_that_are_none_are_refused() {
    for address in ["ftp://host/files", "s3://", "s3:///prefix"] {
        assert!(matches!(Blobs::open(address), Err(BlobError::Address(_))), "{address}");
    }
}

#[test]
fn a_digest_has_one_spelling() {
    let text = "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9";
    assert_eq!(text.parse::<Digest>().unwrap().to_string(), text);
    for text in [text.to_uppercase().as_str(), "../../etc/passwd", "", &text[1..]] {
        assert!(text.parse::<Digest>().is_err(), "{text}");
    }
}

/// A point in time a number of days after a file was changed, in milliseconds.
fn days_after(path: &std::path::Path, days: u64) -> i64 {
    let changed = std::fs::metadata(path).unwrap().modified().unwrap();
    let since = changed.duration_since(std::time::UNIX_EPOCH).unwrap().as_millis();
    i64::try_from(since).unwrap() + i64::try_from(days).unwrap() * 86_400_000 + 1
}

#[tokio::test]
async fn what_nobody_names_is_set_aside_and_goes_after_a_month() {
    let folder = TempDir::new().unwrap();
    let place = folder.path().join("blobs");
    let blobs = Blobs::open(&place.to_string_lossy()).unwrap();
    let [named, nameless, once] = [b"named", b"other", b"again"].map(|content| content.to_vec());
    let put = async |content: &Vec<u8>| blobs.put(chunks(vec![content.clone()]), LIMIT).await.unwrap().digest;
    let (named, nameless, again) = (put(&named).await, put(&nameless).await, put(&once).await);
    let rows = [named].into();
    let path = |digest: Digest| place.join(&digest.to_string()[..2]).join(digest.to_string());
    let aside = |digest: Digest| place.join("unused").join(digest.to_string());
    std::fs::create_dir_all(place.join("incoming")).unwrap();
    for left in ["incoming/0a", "incoming/0b#1", "ab#2"] {
        std::fs::write(place.join(left), "x").unwrap();
    }
    std::fs::write(place.join("README"), "somebody else's").unwrap();
    std::fs::set_permissions(path(named), std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();

    let young = blobs.sweep(days_after(&path(named), 0), &rows).await.unwrap();
    assert_eq!(young, Swept::default(), "it may be on its way");
    let now = days_after(&place.join("ab#2"), 1);
    let swept = blobs.sweep(now, &rows).await.unwrap();
    assert_eq!((swept.unfinished, swept.set_aside, swept.removed), (3, 2, 0), "{swept:?}");
    assert!(path(named).exists() && aside(nameless).exists() && aside(again).exists());
    assert!(place.join("README").exists());
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(path(named)).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);
    let listed: Vec<_> = blobs.list().try_collect().await.unwrap();
    assert_eq!(listed, [(named, 5)]);

    // If it is uploaded again, or a row refers to it after all, it is there.
    assert!(blobs.put(chunks(vec![once]), LIMIT).await.unwrap().known);
    assert!(path(again).exists());
    assert_eq!(blobs.get(nameless).await.unwrap().unwrap().bytes().await.unwrap(), b"other");
    assert!(path(nameless).exists());

    let now = days_after(&path(nameless), 1);
    assert_eq!(blobs.sweep(now, &rows).await.unwrap().set_aside, 2);
    let month = days_after(&aside(nameless), 30);
    let swept = blobs.sweep(month, &[named, again].into()).await.unwrap();
    assert_eq!((swept.removed, swept.brought_back), (1, 1), "{swept:?}");
    assert!(path(again).exists() && !aside(nameless).exists());
    assert!(blobs.get(nameless).await.unwrap().is_none());
}
