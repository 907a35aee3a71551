//! The schema: every migration in order.

use crate::Engine;

/// One step of the schema.
pub(crate) struct Migration {
    pub(crate) name: &'static str,
    pub(crate) text: &'static str,
}

impl Migration {
    /// The statements for an engine. There are three extensions: `BYTES` is the type of bytes, `CLUSTERED` keeps a
    /// table's rows in the order of its key, and a paragraph after `-- sqlite` or `-- postgres` is for that engine
    /// only.
    pub(crate) fn sql(&self, engine: Engine) -> String {
        let other = match engine {
            Engine::Sqlite => "-- postgres",
            Engine::Postgres => "-- sqlite",
        };
        let (bytes, clustered) = match engine {
            Engine::Sqlite => ("BLOB", "WITHOUT ROWID"),
            Engine::Postgres => ("BYTEA", ""),
        };
        let paragraphs = self.text.split("\n\n").filter(|paragraph| !paragraph.trim_start().starts_with(other));
        paragraphs.collect::<Vec<_>>().join("\n\n").replace("BYTES", bytes).replace("CLUSTERED", clustered)
    }
}

macro_rules! migrations {
    ($($name:literal),+ $(,)?) => {
        &[$(Migration { name: $name, text: include_str!(concat!("../../migrations/", $name, ".sql")) }),+]
    };
}

/// All migrations, oldest first. A released migration never changes.
pub(crate) const MIGRATIONS: &[Migration] = migrations![
    "0001_people",
    "0002_organizations",
    "0003_audit",
    "0004_assessments",
    "0005_evidence",
    "0006_work",
    "0007_api",
    "0008_search",
    "0009_parcels",
    "0011_webhooks",
    "0020_once",
    "0021_steps",
    "0022_bounds",
    "0040_proof",
    "0050_audit_details",
    "0051_answer_days",
    "0060_second_factor",
    "0061_seals",
    "0062_links",
    "0063_notification_subjects",
    "0064_grants",
    "0070_agenda",
    "0071_catalogs",
    "0080_shared_links",
    "0090_partners",
    "0091_once_rights",
    "0092_roads",
    "0093_reviews",
    "0094_declarations",
    "0095_packages",
    "0096_registrations",
    "0097_audits",
    "0098_technical_checks",
    "0099_register",
];
