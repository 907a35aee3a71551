//! Evidence with files: each byte of each version.

use bytes::Bytes;
use futures_util::future::BoxFuture;
use futures_util::stream;
use serde::{Deserialize, Serialize};
use tasuki_app::evidence::{self, Classification, Content, File, New, Target};
use tasuki_store::{AssessmentId, EvidenceId};

use super::{Check, Notes, Scene, noted, read};

const CRITERION: &str = "1-1-1-2";

pub(super) struct Evidence;

#[derive(Serialize, Deserialize)]
struct Noted {
    assessment: AssessmentId,
    pieces: Vec<Piece>,
}

#[derive(Serialize, Deserialize)]
struct Piece {
    id: EvidenceId,
    class: Classification,
    /// The text in each version, and its digest.
    versions: Vec<(String, String)>,
}

async fn file(scene: &Scene<'_>, text: &str) -> (File, String) {
    let bytes = Bytes::from(text.to_owned().into_bytes());
    let kept = scene.world.app.blobs().put(stream::iter([Ok::<_, std::io::Error>(bytes)]), 1 << 20).await;
    let kept = kept.expect("a file");
    let (name, digest, media_type) = ("記録.txt".to_owned(), kept.digest.to_string(), "text/plain".to_owned());
    (File { name, digest: digest.clone(), size: kept.size, media_type }, digest)
}

impl Check for Evidence {
    fn name(&self) -> &'static str {
        "evidence"
    }

    fn begin<'a>(&'a self, scene: &'a Scene<'a>) -> BoxFuture<'a, Notes> {
        Box::pin(async {
            let assessment = scene.world.assessment(&scene.cast.lead).await.id;
            let mut pieces = Vec::new();
            for class in [Classification::Internal, Classification::Confidential] {
                let text = format!("教育の記録（{}）\n{}", class.word(), "受講した。".repeat(500));
                let (file, digest) = file(scene, &text).await;
                let mut new = New::of(Content::File(file));
                new.classification = Some(class);
                let target = Target { assessment, criterion: CRITERION.to_owned() };
                let added = scene.act(&scene.cast.lead, move |cx| evidence::add(cx, new, Some(&target))).await;
                pieces.push(Piece { id: added.evidence.id, class, versions: vec![(text, digest)] });
            }
            noted(&Noted { assessment, pieces })
        })
    }

    fn change<'a>(&'a self, scene: &'a Scene<'a>, notes: Notes) -> BoxFuture<'a, Notes> {
        Box::pin(async move {
            let mut notes: Noted = read(&notes);
            for piece in &mut notes.pieces {
                let text = format!("{}\n第2版", piece.versions[0].0);
                let (file, digest) = file(scene, &text).await;
                let id = piece.id;
                let content = Content::File(file);
                scene.act(&scene.cast.lead, move |cx| evidence::add_version(cx, id, None, content).map(drop)).await;
                piece.versions.push((text, digest));
            }
            noted(&notes)
        })
    }

    fn validate<'a>(&'a self, scene: &'a Scene<'a>, notes: &'a Notes) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            let notes: Noted = read(notes);
            let assessment = notes.assessment;
            let beside = scene.get(&scene.cast.lead, move |cx| evidence::of_criterion(cx, assessment, CRITERION)).await;
            let beside: Vec<_> = beside.into_iter().map(|own| own.evidence.id).collect();
            assert_eq!(beside, notes.pieces.iter().map(|piece| piece.id).collect::<Vec<_>>());
            for piece in notes.pieces {
                for (number, (text, digest)) in (1..).zip(piece.versions) {
                    let id = piece.id;
                    let (_, version) = scene.get(&scene.cast.lead, move |cx| evidence::version(cx, id, number)).await;
                    assert_eq!(version.digest.as_deref(), Some(digest.as_str()));
                    let kept = scene.world.app.blobs().get(digest.parse().expect("a digest")).await;
                    let bytes = kept.expect("the files").expect("the file").bytes().await.expect("its bytes");
                    assert!(bytes == text.into_bytes(), "every byte of version {number} is there");
                }
                let id = piece.id;
                let seen = scene.world.read(&scene.cast.worker, move |cx| evidence::find(cx, id).map(drop)).await;
                assert_eq!(seen.is_ok(), piece.class != Classification::Confidential, "秘 is for few");
            }
        })
    }
}
