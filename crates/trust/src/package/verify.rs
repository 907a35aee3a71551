//! Whether a file is a package, and what is wrong with it.

use std::collections::HashSet;

use tasuki_catalog::Library;

use super::pack::{faults_of_paths, sums};
use super::unzip::Archive;
use super::{Fault, File, Kind, MANIFEST, Manifest, SUMS, TYPE};
use crate::submission::{self, Verified};
use crate::{Digest, is_canonical};

/// The most bytes of a manifest or of `SHA256SUMS`, and of a submission.
const LARGEST_LIST: u64 = 64 * 1024 * 1024;
const LARGEST_SUBMISSION: u64 = 256 * 1024 * 1024;

/// A package that was read, with nothing wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// What is in it.
    pub manifest: Manifest,
    /// The digest of `SHA256SUMS`, which names the package: it covers every file, a bare shell prints it, and it stays when somebody packs
    /// the same files again.
    pub digest: Digest,
    /// The submission, verified.
    pub submission: Verified,
}

impl Package {
    /// The path of the file with these bytes, if the package has it.
    pub fn path_of(&self, digest: Digest) -> Option<&str> {
        self.manifest.files.iter().find(|file| file.sha256 == digest).map(|file| file.path.as_str())
    }
}

/// Reads the bytes of a package. `expected`: the digest of `SHA256SUMS` or of the whole file that somebody was told, if any. Whoever packs
/// its files again makes another file, but not another package.
///
/// # Errors
/// All that is wrong with it, together, as far as it can be read.
pub fn verify(bytes: &[u8], expected: Option<Digest>, library: &Library) -> Result<Package, Vec<Fault>> {
    let mut archive = Archive::open(bytes)?;
    let written = archive.read(MANIFEST, LARGEST_LIST).map_err(|fault| vec![fault])?;
    let manifest = manifest(&written).map_err(|fault| vec![fault])?;
    let sums = sums(&manifest, Digest::of(&written));
    let digest = Digest::of(sums.as_bytes());
    let mut faults = Vec::new();
    if !is_canonical(&written) {
        faults.push(Fault::NotCanonical);
    }
    if let Some(expected) = expected.filter(|expected| *expected != digest && *expected != Digest::of(bytes)) {
        faults.push(Fault::Digest { found: digest, expected });
    }
    match archive.read(SUMS, LARGEST_LIST) {
        Ok(found) if found == sums.as_bytes() => {}
        Ok(_) => faults.push(Fault::Sums),
        Err(fault) => faults.push(fault),
    }
    faults.extend(faults_of_paths(manifest.files.iter().map(|file| file.path.as_str())));
    faults.extend(differences(&manifest, &archive));
    match submission(&manifest, &mut archive, library) {
        Ok(submission) if faults.is_empty() => return Ok(Package { manifest, digest, submission }),
        Ok(_) => {}
        Err(found) => faults.extend(found),
    }
    Err(faults)
}

fn manifest(bytes: &[u8]) -> Result<Manifest, Fault> {
    let manifest: Manifest = serde_json::from_slice(bytes).map_err(|error| Fault::Manifest(error.to_string()))?;
    if manifest.form == TYPE {
        Ok(manifest)
    } else {
        Err(Fault::Manifest(format!("{:?} is not {TYPE:?}", manifest.form)))
    }
}

/// What is missing, added, or other than the manifest says.
fn differences(manifest: &Manifest, archive: &Archive<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for file in &manifest.files {
        match archive.files.get(&file.path) {
            None => faults.push(Fault::Missing(file.path.clone())),
            Some((size, found)) if (*size, *found) != (file.size, file.sha256) => {
                faults.push(Fault::Changed { path: file.path.clone(), found: *found, expected: file.sha256 });
            }
            Some(_) => {}
        }
    }
    let named: HashSet<&str> = manifest.files.iter().map(|file| file.path.as_str()).collect();
    let is_added = |path: &&String| !named.contains(path.as_str()) && *path != MANIFEST && *path != SUMS;
    faults.extend(archive.files.keys().filter(is_added).cloned().map(Fault::Added));
    faults
}

/// The submission, which must be the one that the manifest names.
fn submission(manifest: &Manifest, archive: &mut Archive<'_>, library: &Library) -> Result<Verified, Vec<Fault>> {
    let named = &manifest.facts.submission;
    let is_it = |own: &&File| own.kind == Kind::Submission && own.sha256 == named.sha256;
    let file = manifest.files.iter().find(is_it).ok_or_else(|| vec![Fault::NoSubmission(named.sha256)])?;
    let Ok(bytes) = archive.read(&file.path, LARGEST_SUBMISSION) else {
        return Err(vec![Fault::NoSubmission(named.sha256)]);
    };
    let verified = submission::verify(&bytes, Some(named.sha256), library)
        .map_err(|faults| faults.into_iter().map(Fault::Submission).collect::<Vec<_>>())?;
    let said = &verified.submission;
    let told = (&manifest.facts.organization, named.number, named.day);
    if (&said.organization.name, said.road.number, said.day) != told {
        return Err(vec![Fault::Facts]);
    }
    Ok(verified)
}
