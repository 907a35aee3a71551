//! The schema: every migration in order.

use crate::migrate::Migration;

macro_rules! migrations {
    ($($name:literal),+ $(,)?) => {
        &[$(Migration { name: $name, text: include_str!(concat!("../migrations/", $name, ".sql")) }),+]
    };
}

/// All migrations, oldest first. A migration that has been released never changes.
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
];
