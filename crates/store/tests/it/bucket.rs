//! A separate prefix in an S3 bucket for each test.

use futures_util::TryStreamExt;
use object_store::aws::{AmazonS3, AmazonS3Builder, AwsAuthorizer};
use object_store::client::{HttpClient, HttpRequest, HttpRequestBody};
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt};
use tasuki_store::{Blobs, Digest};

/// An empty prefix in the bucket that `TASUKI_TEST_S3` names.
pub(crate) struct Bucket {
    pub(crate) blobs: Blobs,
    /// The same prefix, accessed directly.
    raw: PrefixStore<AmazonS3>,
    s3: AmazonS3,
    /// `bucket/prefix`.
    path: String,
}

impl Bucket {
    /// A new prefix, if a bucket is named.
    pub(crate) fn new(story: &str) -> Option<Self> {
        let Ok(address) = std::env::var("TASUKI_TEST_S3") else {
            assert_ne!(std::env::var("TASUKI_TOOLS").as_deref(), Ok("required"), "TASUKI_TEST_S3 names no bucket");
            eprintln!("skipped: TASUKI_TEST_S3 names no bucket");
            return None;
        };
        // This fails if another test of this process has already done it, which is fine.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut random = [0; 8];
        getrandom::fill(&mut random).unwrap();
        let address = format!("{}/{story}-{:016x}", address.trim_end_matches('/'), u64::from_be_bytes(random));
        let path = address.strip_prefix("s3://").unwrap().to_owned();
        let (bucket, prefix) = path.split_once('/').unwrap();
        let s3 = AmazonS3Builder::from_env().with_bucket_name(bucket).build().unwrap();
        Some(Self { blobs: Blobs::open(&address).unwrap(), raw: PrefixStore::new(s3.clone(), prefix), s3, path })
    }

    /// Everything in it, by name.
    pub(crate) async fn objects(&self) -> Vec<ObjectMeta> {
        let mut found: Vec<_> = self.raw.list(None).try_collect().await.unwrap();
        found.sort_by(|one, other| one.location.cmp(&other.location));
        found
    }

    /// The names of everything in it.
    pub(crate) async fn names(&self) -> Vec<String> {
        self.objects().await.into_iter().map(|object| object.location.to_string()).collect()
    }

    /// The time of the last change, in milliseconds since 1970.
    pub(crate) async fn changed(&self) -> i64 {
        self.objects().await.iter().map(|object| object.last_modified.timestamp_millis()).max().unwrap()
    }

    /// The number of incomplete uploads. `object_store` has no function for this request.
    pub(crate) async fn unfinished(&self) -> usize {
        let region = std::env::var("AWS_REGION").unwrap();
        let endpoint = std::env::var("AWS_ENDPOINT");
        let endpoint = endpoint.unwrap_or_else(|_| format!("https://s3.{region}.amazonaws.com"));
        let (bucket, prefix) = self.path.split_once('/').unwrap();
        let mut request = HttpRequest::new(HttpRequestBody::empty());
        *request.uri_mut() = format!("{endpoint}/{bucket}?prefix={prefix}&uploads=").parse().unwrap();
        let credential = self.s3.credentials().get_credential().await.unwrap();
        AwsAuthorizer::new(&credential, "s3", &region).try_authorize(&mut request, None).unwrap();
        let answer = HttpClient::new(reqwest::Client::new()).execute(request).await.unwrap();
        let status = answer.status();
        let text = String::from_utf8(answer.into_body().bytes().await.unwrap().to_vec()).unwrap();
        assert!(status.is_success(), "{status}: {text}");
        text.matches("<Upload>").count()
    }

    /// Writes an object without the store.
    pub(crate) async fn put(&self, name: &str, content: &[u8]) {
        self.raw.put(&Path::from(name), content.to_vec().into()).await.unwrap();
    }

    /// Removes everything that a test has left.
    pub(crate) async fn clear(self) {
        for object in self.objects().await {
            self.raw.delete(&object.location).await.unwrap();
        }
    }
}

/// The name under which a file is stored.
pub(crate) fn name(digest: Digest) -> String {
    let digest = digest.to_string();
    format!("{}/{digest}", &digest[..2])
}
