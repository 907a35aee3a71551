//! Technical checks as they go over the wire.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tasuki_app::technical_checks::{Check, Criterion, Entry, Imported, Judged, Said};
use tasuki_assess::scan::{Rank, ScanFinding, ScanResult, ScanSays, ScanSeverity};
use tasuki_catalog::{Exposure, Lang, TargetKind};
use tasuki_store::technical_checks::{Decision, List, Scan, Target};
use utoipa::ToSchema;

use crate::words::{
    DispositionWord, ExposureWord, FindingActWord, FindingEventWord, FindingStageWord, NeedWord, RankWord,
    ScanFormatWord, ScanResultWord, ScanSaysWord, ScanSeverityWord, TargetKindWord,
};

/// The technical check of a road.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TechnicalCheckBody {
    /// The targets, by name.
    targets: Vec<ScanTargetBody>,
    /// The scans, in the order in which they were imported.
    scans: Vec<ImportedScanBody>,
    /// What the scans say of criteria.
    criteria: Vec<ScannedCriterionBody>,
    /// The lists about vulnerabilities in use. Without one of a kind, priorities rest on what else is known.
    lists: Vec<VulnerabilityListBody>,
    /// The targets in scope that stand at the internet, or of which nobody knows, and that no scan has looked at.
    unseen: Vec<String>,
    /// How many findings there are.
    findings: usize,
    /// What of the needs of the step is there, for whoever asks.
    #[schema(value_type = Vec<NeedWord>)]
    met: Vec<&'static str>,
}

impl TechnicalCheckBody {
    pub(super) fn new(own: &Check, lang: Lang) -> Self {
        Self {
            targets: own.targets.iter().map(ScanTargetBody::from).collect(),
            scans: own.scans.iter().map(ImportedScanBody::from).collect(),
            criteria: own.criteria.iter().map(|own| ScannedCriterionBody::new(own, lang)).collect(),
            lists: own.lists.iter().map(|own| VulnerabilityListBody::new(own, None)).collect(),
            unseen: own.unseen.clone(),
            findings: own.findings.len(),
            met: own.met.iter().map(|own| own.word()).collect(),
        }
    }
}

/// A target of scans.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ScanTargetBody {
    /// Identifier.
    id: String,
    /// What it is called.
    name: String,
    /// Its other names, and ranges of addresses.
    addresses: Vec<String>,
    /// Whether it is tested.
    in_scope: bool,
    /// Why it is, or is not.
    reason: String,
    /// What it is, if anybody said.
    #[schema(value_type = Option<TargetKindWord>)]
    kind: Option<&'static str>,
    /// From where it can be reached, if anybody said.
    #[schema(value_type = Option<ExposureWord>)]
    exposure: Option<&'static str>,
    /// Who is asked, if they have an account.
    owner: Option<String>,
    /// Who is asked, in words.
    owner_name: String,
    /// Goes up with every change; for `If-Match`.
    version: i64,
}

impl From<&Target> for ScanTargetBody {
    fn from(own: &Target) -> Self {
        Self {
            id: own.id.to_string(),
            name: own.name.clone(),
            addresses: own.addresses.clone(),
            in_scope: own.in_scope,
            reason: own.reason.clone(),
            kind: own.kind.map(TargetKind::word),
            exposure: own.exposure.map(Exposure::word),
            owner: own.owner.map(|own| own.to_string()),
            owner_name: own.owner_name.clone(),
            version: own.version,
        }
    }
}

/// What is entered about a target.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScanTargetEntryBody {
    /// What it is called.
    name: String,
    /// Its other names, and ranges of addresses such as `192.0.2.0/24`.
    #[serde(default)]
    addresses: Vec<String>,
    /// Whether it is tested.
    in_scope: bool,
    /// Why it is, or is not; obligatory where it is not.
    #[serde(default)]
    reason: String,
    /// What it is.
    #[serde(default)]
    #[schema(value_type = Option<TargetKindWord>)]
    kind: Option<TargetKind>,
    /// From where it can be reached.
    #[serde(default)]
    #[schema(value_type = Option<ExposureWord>)]
    exposure: Option<Exposure>,
    /// Who is asked, if they have an account.
    #[serde(default)]
    owner: Option<String>,
    /// Who is asked, in words; the name of the account if there is one.
    #[serde(default)]
    owner_name: String,
}

impl From<ScanTargetEntryBody> for Entry {
    fn from(sent: ScanTargetEntryBody) -> Self {
        let ScanTargetEntryBody { name, addresses, in_scope, reason, kind, exposure, owner, owner_name } = sent;
        Self {
            name,
            addresses: addresses.join("\n"),
            in_scope,
            reason,
            kind: kind.map(TargetKind::word).unwrap_or_default().to_owned(),
            exposure: exposure.map(Exposure::word).unwrap_or_default().to_owned(),
            owner: owner.unwrap_or_default(),
            owner_name,
        }
    }
}

/// A scan that was imported.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportedScanBody {
    /// Identifier.
    id: String,
    /// SHA-256 of the file.
    digest: String,
    /// The name of the file.
    file_name: String,
    /// Its size in bytes.
    size: i64,
    /// Its format.
    #[schema(value_type = ScanFormatWord)]
    format: &'static str,
    /// The program that made it.
    tool: String,
    /// When it was made, as the file says.
    day: Option<String>,
    /// When it was imported, in milliseconds since 1970.
    imported: i64,
    /// By whom.
    imported_by: String,
    /// How many findings it has.
    found: i64,
    /// How many of them nobody had seen.
    opened: i64,
    /// How many came back.
    reopened: i64,
    /// How many it looked for and did not find.
    closed: i64,
    /// How many pieces of software it lists.
    components: i64,
    /// What had to be passed over, each with its place.
    problems: Vec<String>,
}

impl From<&Scan> for ImportedScanBody {
    fn from(own: &Scan) -> Self {
        Self {
            id: own.id.to_string(),
            digest: own.digest.to_string(),
            file_name: own.file_name.clone(),
            size: own.size,
            format: own.format.word(),
            tool: own.tool.clone(),
            day: own.day.clone(),
            imported: own.imported,
            imported_by: own.imported_by.to_string(),
            found: own.found,
            opened: own.opened,
            reopened: own.reopened,
            closed: own.closed,
            components: own.components,
            problems: own.content.problems.iter().map(|own| format!("{}: {}", own.place, own.found.en)).collect(),
        }
    }
}

/// A scan, and whether importing it changed anything.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ScanImportBody {
    #[serde(flatten)]
    scan: ImportedScanBody,
    /// Whether it is new; the identical file again changes nothing.
    is_new: bool,
}

impl From<Imported> for ScanImportBody {
    fn from(own: Imported) -> Self {
        Self { scan: (&own.scan).into(), is_new: own.is_new }
    }
}

/// What a list of targets brought.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportedTargetsBody {
    /// How many targets it names.
    pub(super) targets: usize,
}

/// A list about vulnerabilities.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VulnerabilityListBody {
    /// Which kind: `kev` or `epss`.
    #[schema(value_type = ScanFormatWord)]
    kind: &'static str,
    /// When it was made, as the file says.
    day: String,
    /// SHA-256 of the file.
    digest: String,
    /// The name of the file.
    file_name: String,
    /// How many vulnerabilities it has.
    entries: i64,
    /// Whether adding it changed anything; only after adding it.
    #[serde(skip_serializing_if = "Option::is_none")]
    is_new: Option<bool>,
}

impl VulnerabilityListBody {
    pub(super) fn new(own: &List, is_new: Option<bool>) -> Self {
        Self {
            kind: own.kind.word(),
            day: own.day.to_string(),
            digest: own.digest.to_string(),
            file_name: own.file_name.clone(),
            entries: own.entries,
            is_new,
        }
    }
}

/// What scans say of a criterion.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ScannedCriterionBody {
    /// The criterion.
    criterion: String,
    /// What they say. No result says that it is met.
    #[schema(value_type = ScanResultWord)]
    result: ScanResult,
    /// Why, in the language of the request.
    why: String,
}

impl ScannedCriterionBody {
    fn new(own: &Criterion, lang: Lang) -> Self {
        Self { criterion: own.id.clone(), result: own.result, why: own.why.get(lang).to_owned() }
    }
}

/// A finding of a scan.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ScanFindingBody {
    /// Identifier.
    id: String,
    /// What the scanner calls it.
    name: String,
    /// What it is, in the scanner's words.
    title: String,
    /// The target, as it is listed, or as the scan calls it.
    target: String,
    /// The kind of file that it is from.
    #[schema(value_type = ScanFormatWord)]
    format: &'static str,
    /// How bad it is, as the scanner says.
    #[schema(value_type = ScanSeverityWord)]
    severity: ScanSeverity,
    /// The port.
    port: Option<String>,
    /// The package, with its version.
    package: Option<String>,
    /// The CVEs.
    cve: Vec<String>,
    /// The version in which it is mended.
    fixed_in: Option<String>,
    /// How far it is.
    #[schema(value_type = FindingStageWord)]
    stage: &'static str,
    /// What is done about it, if anybody has said.
    #[schema(value_type = Option<DispositionWord>)]
    disposition: Option<&'static str>,
    /// When to look at it, with what it follows from; what is not known is `null`.
    priority: FindingPriorityBody,
    /// What it says of each criterion that it touches.
    says: Vec<FindingSaysBody>,
    /// The task of whoever is asked.
    task: Option<String>,
    /// Goes up with every change.
    version: i64,
}

impl ScanFindingBody {
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    pub(super) fn new(own: &Judged, lang: Lang) -> Self {
        let row = &own.finding;
        let ScanFinding { id: name, title, severity, port, package, cve, fixed_in, .. } = row.content.clone();
        Self {
            id: row.id.to_string(),
            name,
            title,
            target: own.target_name().to_owned(),
            format: row.format.word(),
            severity,
            port,
            package,
            cve,
            fixed_in,
            stage: own.stage().word(),
            disposition: row.disposition.map(tasuki_assess::scan::Disposition::word),
            priority: FindingPriorityBody::new(own),
            says: own.said.iter().map(|own| FindingSaysBody::new(own, lang)).collect(),
            task: row.task.map(|own| own.to_string()),
            version: row.version,
        }
    }
}

/// When to look at a finding.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FindingPriorityBody {
    /// When.
    #[schema(value_type = RankWord)]
    rank: Rank,
    /// Whether it is listed as exploited (KEV).
    exploited: Option<bool>,
    /// The probability that it is exploited within thirty days (EPSS), from 0 to 1.
    epss: Option<f64>,
    /// The base score of CVSS.
    cvss: Option<f64>,
    /// From where the target can be reached.
    #[schema(value_type = Option<ExposureWord>)]
    exposure: Option<&'static str>,
}

impl FindingPriorityBody {
    fn new(own: &Judged) -> Self {
        let own = &own.priority;
        Self {
            rank: own.rank,
            exploited: own.kev.as_ref().map(|own| own.listed),
            epss: own.epss.as_ref().map(|own| own.score),
            cvss: own.cvss.as_ref().map(|own| own.score),
            exposure: own.exposure.map(Exposure::word),
        }
    }
}

/// What a finding says of a criterion.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FindingSaysBody {
    /// The criterion; `null` if it touches none.
    criterion: Option<String>,
    /// What it says.
    #[schema(value_type = ScanSaysWord)]
    says: ScanSays,
    /// Why, in the language of the request.
    why: String,
    /// What is not known, as questions.
    unknown: Vec<String>,
    /// The day by which something must be done.
    due: Option<String>,
}

impl FindingSaysBody {
    fn new(own: &Said, lang: Lang) -> Self {
        Self {
            criterion: own.criterion.clone(),
            says: own.says,
            why: own.why.get(lang).to_owned(),
            unknown: own.unknown.iter().map(|own| own.get(lang).to_owned()).collect(),
            due: own.due.map(|day: Date| day.to_string()),
        }
    }
}

/// A finding with what was decided about it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WholeScanFindingBody {
    #[serde(flatten)]
    finding: ScanFindingBody,
    /// What was decided about it, and what later scans did to it, the first first.
    decisions: Vec<FindingDecisionBody>,
}

impl WholeScanFindingBody {
    pub(super) fn new(own: &Judged, decisions: &[Decision], lang: Lang) -> Self {
        let decisions = decisions.iter().map(FindingDecisionBody::from).collect();
        Self { finding: ScanFindingBody::new(own, lang), decisions }
    }
}

/// Something that was decided about a finding, or that a later scan did to it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FindingDecisionBody {
    /// What happened.
    #[schema(value_type = FindingEventWord)]
    event: &'static str,
    /// What is to be done, where that was said.
    #[schema(value_type = Option<DispositionWord>)]
    disposition: Option<&'static str>,
    /// Why.
    reason: String,
    /// The scan that did it.
    scan: Option<String>,
    /// Who did it, or imported the scan.
    person: String,
    /// Their name.
    name: String,
    /// When, in milliseconds since 1970.
    at: i64,
}

impl From<&Decision> for FindingDecisionBody {
    fn from(own: &Decision) -> Self {
        Self {
            event: own.event.word(),
            disposition: own.disposition.map(tasuki_assess::scan::Disposition::word),
            reason: own.text.clone(),
            scan: own.scan.map(|own| own.to_string()),
            person: own.person.to_string(),
            name: own.name.clone(),
            at: own.at,
        }
    }
}

/// What somebody does about findings.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FindingsDecisionBody {
    /// What.
    #[schema(value_type = FindingActWord)]
    pub(super) act: String,
    /// The findings: from one to 500.
    pub(super) findings: Vec<SeenFindingBody>,
    /// Why; obligatory unless it is fixed or agreed to.
    #[serde(default)]
    pub(super) reason: String,
}

/// A finding, and the version that was seen.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SeenFindingBody {
    /// Identifier.
    pub(super) id: String,
    /// The version that was seen; without it, whatever it is now.
    #[serde(default)]
    pub(super) version: Option<i64>,
}

/// Findings after something was decided.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DecidedFindingsBody {
    /// The findings.
    pub(super) items: Vec<ScanFindingBody>,
}
