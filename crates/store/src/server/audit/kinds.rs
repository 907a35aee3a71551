//! Every kind of thing that the audit log covers, and the rows in which it is stored.
//!
//! For each row, only the columns that a person decides are listed. Values that the program records by itself (when
//! somebody was last seen, how often a passkey was used) are not included.

use crate::passkeys;

/// A kind of thing.
pub(super) struct Kind {
    /// Its name in messages about problems.
    pub(super) noun: &'static str,
    /// The first words of the actions that change it.
    pub(super) words: &'static [&'static str],
    /// Actions with such a word that do not change its rows.
    pub(super) silent: &'static [&'static str],
    /// The chain that contains entries about it.
    pub(super) of: Of,
    /// Whether its rows identify a person: then an entry contains their digest only in combination with its salt.
    pub(super) personal: bool,
    /// Whether entries also contain the digest before the change, so that changes between two entries are found.
    pub(super) continuous: bool,
    /// The tables.
    pub(super) parts: &'static [Part],
}

/// The chain that contains entries about a thing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// The chain of the organization to which it belongs.
    Organization,
    /// Any chain: people act inside and outside of organizations.
    Person,
}

/// Rows of one table. The first column is the subject, as the log refers to it.
pub(super) struct Part {
    /// Selects the rows of one thing: `?1` is the organization (except for a person's rows), the other parameters
    /// are the parts of the subject after its noun.
    pub(super) one: &'static str,
    /// Selects the rows of all things: `?1` is the organization.
    pub(super) all: &'static str,
    /// The number of columns after the subject.
    pub(super) columns: usize,
    /// Extracts the relevant part of the last column, if not all of it is relevant.
    pub(super) reduce: Option<fn(&str) -> String>,
}

/// Rows of an organization.
macro_rules! owned {
    ($columns:literal, $subject:literal, $names:literal, $table:literal, $key:literal) => {
        Part {
            one: concat!("SELECT ", $subject, ", ", $names, " FROM ", $table, " WHERE organization = ?1", $key),
            all: concat!("SELECT ", $subject, ", ", $names, " FROM ", $table, " WHERE organization = ?1"),
            columns: $columns,
            reduce: None,
        }
    };
}

/// Rows of a person.
macro_rules! personal {
    ($columns:literal, $key:literal, $names:literal, $table:literal) => {
        Part {
            one: concat!("SELECT 'person/' || ", $key, ", ", $names, " FROM ", $table, " WHERE ", $key, " = ?1"),
            all: concat!("SELECT 'person/' || ", $key, ", ", $names, " FROM ", $table),
            columns: $columns,
            reduce: None,
        }
    };
}

const fn of_organization(noun: &'static str, words: &'static [&'static str], parts: &'static [Part]) -> Kind {
    Kind { noun, words, silent: &[], of: Of::Organization, personal: false, continuous: false, parts }
}

const fn of_person(noun: &'static str, words: &'static [&'static str], parts: &'static [Part]) -> Kind {
    Kind { noun, words, silent: &[], of: Of::Person, personal: true, continuous: false, parts }
}

/// All kinds.
#[rustfmt::skip]
pub(super) const KINDS: &[Kind] = &[
    Kind { silent: &["organization.export"], ..of_organization("organization", &["organization"], &[Part {
        one: "SELECT 'organization/' || id, name, identity_kind, identity, industry, size_class, second_factor, created
              FROM organizations WHERE id = ?1 AND id = ?2",
        all: "SELECT 'organization/' || id, name, identity_kind, identity, industry, size_class, second_factor, created
              FROM organizations WHERE id = ?1",
        columns: 7,
        reduce: None,
    }]) },
    of_organization("site", &["site"], &[owned!(2, "'site/' || id", "name, address", "sites", " AND id = ?2")]),
    of_organization("member", &["member"], &[owned!(4, "'member/' || person",
        "roles, areas, ends, joined", "members", " AND person = ?2")]),
    Kind { personal: true, ..of_organization("invitation", &["invitation"], &[owned!(11, "'invitation/' || id",
        "digest, mail, name, roles, areas, member_ends, invited_by, created, ends, bound, accepted", "invitations", " AND id = ?2")]) },
    of_organization("access_review", &["access_review"], &[owned!(3, "'members'",
        "at, person, members", "access_reviews", "")]),
    of_organization("grant", &["grant"], &[owned!(10, "'grant/' || id",
        "holder, subject, capacity, permissions, evidence, starts, ends, made, made_by, ended", "grants", " AND id = ?2")]),
    Kind { silent: &["link.open"], ..of_organization("link", &["link"], &[owned!(7, "'link/' || id",
        "digest, recipient, made, made_by, locked, replaced, ended", "links", " AND id = ?2")]) },
    of_organization("token", &["token"], &[owned!(6, "'token/' || id",
        "person, digest, name, scopes, created, ends", "api_tokens", " AND id = ?2")]),
    of_organization("webhook", &["webhook"], &[owned!(7, "'webhook/' || id",
        "url, secret, former, former_ends, events, active, created", "webhooks", " AND id = ?2")]),
    of_organization("feed", &["feed"], &[owned!(2, "'feed/' || person",
        "digest, created", "calendar_feeds", " AND person = ?2")]),
    of_organization("catalog", &["catalog"], &[
        owned!(5, "'catalog/' || edition", "number, digest, added, added_by, archived", "catalogs", " AND edition = ?2"),
        owned!(2, "'catalog/' || edition", "name, text", "catalog_files", " AND edition = ?2"),
    ]),
    Kind { silent: &["assessment.import", "assessment.download", "assessment.export"],
        ..of_organization("assessment", &["assessment"], &[owned!(10, "'assessment/' || id",
        "title, edition, level, scope, origin, due, created, created_by, archived, version", "assessments", " AND id = ?2")]) },
    Kind { silent: &["answer.attach", "answer.detach"], continuous: true,
        ..of_organization("answer", &["answer"], &[owned!(13, "'answer/' || assessment || '/' || criterion",
        "version, status, note, substitute, reason, owner, due, confirmed, accepted, maturity, source, changed, changed_by",
        "answers", " AND assessment = ?2 AND criterion = ?3")]) },
    Kind { silent: &["evidence.download"], ..of_organization("evidence", &["evidence"], &[
        owned!(10, "'evidence/' || id",
            "name, kind, classification, owner, effective, ends, latest, created, archived, version", "evidence", " AND id = ?2"),
        owned!(8, "'evidence/' || evidence",
            "number, digest, size, media_type, file_name, body, added_by, added", "evidence_versions", " AND evidence = ?2"),
        owned!(4, "'evidence/' || evidence",
            "assessment, criterion, added_by, added", "evidence_uses", " AND evidence = ?2"),
    ]) },
    of_organization("task", &["task"], &[owned!(16, "'task/' || id",
        "assessment, criterion, title, done_when, owner, due, state, steps, report, reported_by, review, reviewed_by, created, \
         created_by, ended, version", "tasks", " AND id = ?2")]),
    of_organization("inspection", &["inspection"], &[owned!(4, "'inspection/' || assessment || '/' || criterion || '/' || on_day",
        "by, result, record, at", "inspections", " AND assessment = ?2 AND criterion = ?3 AND on_day = ?4")]),
    of_organization("comment", &["comment"], &[owned!(8, "'comment/' || id",
        "assessment, criterion, author, body, mentions, at, edited, removed", "comments", " AND id = ?2")]),
    of_organization("partner", &["partner"], &[owned!(8, "'partner/' || id",
        "name, identity_kind, identity, supplies, note, created, archived, version", "partners", " AND id = ?2"),
        // Columns that came later, in a part of their own: what never used them keeps its digest.
        Part {
            one: "SELECT 'partner/' || id, owner, direct FROM partners
                  WHERE organization = ?1 AND id = ?2 AND (owner IS NOT NULL OR direct = 0)",
            all: "SELECT 'partner/' || id, owner, direct FROM partners
                  WHERE organization = ?1 AND (owner IS NOT NULL OR direct = 0)",
            columns: 2,
            reduce: None,
        },
        owned!(5, "'partner/' || partner", "position, name, office, mail, phone", "partner_contacts", " AND partner = ?2"),
        owned!(4, "'partner/' || partner", "position, title, starts, ends", "partner_contracts", " AND partner = ?2"),
        owned!(2, "'partner/' || partner", "kind, name", "partner_dependents", " AND partner = ?2"),
        owned!(1, "'partner/' || partner", "customer", "partner_supplies", " AND partner = ?2"),
        owned!(8, "'partner/' || partner",
            "number, replies, factors, proposed, star, reason, at, by_person", "partner_needs", " AND partner = ?2")]),
    Kind { silent: &["road.download", "road.record"], ..of_organization("road", &["road"], &[
        owned!(10, "'road/' || id",
            "assessment, scheme, route, state, submissions, opened, opened_by, changed, version, renews", "roads", " AND id = ?2"),
        owned!(9, "'road/' || road",
            "number, event, acted_as, person, at, submission, state, reason, detail", "road_moves", " AND road = ?2"),
        owned!(7, "'road/' || road",
            "digest, submission, file, size, name, made, made_by", "packages", " AND road = ?2"),
        owned!(6, "'road/' || road",
            "fields, from_day, until_day, shown, entered, entered_by", "registrations", " AND road = ?2"),
    ]) },
    Kind { silent: &["submission.download", "submission.record"], ..of_organization("submission", &["submission"], &[owned!(7, "'submission/' || digest",
        "road, assessment, number, day, made, made_by, content", "submissions", " AND digest = ?2")]) },
    of_organization("reviewer", &["reviewer"], &[owned!(8, "'reviewer/' || road || '/' || person",
        "actor, shown, accepted, accepted_by, advised, appointed, appointed_by, version", "reviewers", " AND road = ?2 AND person = ?3")]),
    of_organization("mark", &["mark"], &[owned!(6, "'mark/' || road || '/' || criterion",
        "aspect, means, note, person, at, submission", "review_marks", " AND road = ?2 AND criterion = ?3")]),
    of_organization("issue", &["issue"], &[
        owned!(16, "'issue/' || id",
            "road, criterion, kind, severity, state, text, due, task, person, at, submission, version, step, may_wait, sample, item",
            "review_issues", " AND id = ?2"),
        owned!(6, "'issue/' || issue",
            "number, kind, text, person, at, submission", "review_replies", " AND issue = ?2"),
    ]),
    Kind { silent: &["site_audit.download", "site_audit.record"], ..of_organization("site_audit", &["site_audit"], &[
        owned!(8, "'site_audit/' || road",
            "starts, ends, place, people, areas, changed, changed_by, version", "site_audits", " AND road = ?2"),
        // The digest stands for the list, which is compared with it whenever it is read.
        owned!(15, "'site_audit/' || road",
            "id, number, title, source, criteria, digest, items, duplicates, person, at, submission, aside, aside_by, aside_at, version",
            "site_audit_populations", " AND road = ?2"),
        owned!(6, "'site_audit/' || road",
            "number, day, who, text, person, at", "site_audit_interviews", " AND road = ?2"),
    ]) },
    of_organization("sample", &["sample"], &[
        owned!(14, "'sample/' || id",
            "road, population, number, seed, made_seed, size, how, reason, person, at, aside, aside_by, aside_at, version",
            "site_audit_samples", " AND id = ?2"),
        owned!(5, "'sample/' || sample",
            "number, place, item, chosen, chosen_by", "site_audit_items", " AND sample = ?2"),
        owned!(11, "'sample/' || sample",
            "item, number, result, means, text, day, person, at, submission, reviewed_by, reviewed_at",
            "site_audit_results", " AND sample = ?2"),
    ]),
    of_organization("declaration", &["declaration"], &[owned!(8, "'declaration/' || digest",
        "road, submission, name, office, text, day, person, at", "declarations", " AND digest = ?2")]),
    of_organization("technical_check", &["technical_check"], &[
        owned!(12, "'technical_check/' || road",
            "id, name, addresses, in_scope, reason, kind, exposure, owner, owner_name, changed, changed_by, version",
            "technical_targets", " AND road = ?2"),
        owned!(8, "'technical_check/' || road",
            "id, digest, file_name, format, tool, day, imported, imported_by", "technical_scans", " AND road = ?2"),
        owned!(5, "'technical_check/' || road",
            "id, state, disposition, verdict, version", "technical_findings", " AND road = ?2"),
        owned!(8, "'technical_check/' || road",
            "finding, number, event, disposition, text, scan, person, at", "technical_decisions", " AND road = ?2"),
    ]),
    of_person("person", &["person", "password", "codes"], &[personal!(7, "id",
        "mail, name, password, totp_secret, totp_pending, created, disabled", "people")]),
    of_person("passkey", &["passkey"], &[Part { reduce: Some(passkeys::public_key),
        ..personal!(5, "person", "id, credential, name, created, state", "passkeys") }]),
    of_person("recovery_codes", &["recovery_codes"], &[personal!(2, "person", "digest, used", "recovery_codes")]),
    of_person("identity", &["identity"], &[personal!(3, "person", "issuer, subject, created", "identities")]),
];

/// The kind of thing that an action changes.
pub(super) fn changed_by(action: &str) -> Option<&'static Kind> {
    let word = match action {
        // Accepting a suggestion changes an answer.
        "suggestion.accept" => "answer",
        action => action.split('.').next().unwrap_or_default(),
    };
    KINDS.iter().find(|kind| kind.words.contains(&word) && !kind.silent.contains(&action))
}

/// The kind with a name.
pub(super) fn named(noun: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.noun == noun)
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;
    use crate::hex::hex;

    #[test]
    fn other_columns_need_stock_to_be_taken() {
        let mut hasher = Sha256::new();
        for part in KINDS.iter().flat_map(|kind| kind.parts) {
            hasher.update(part.one.split_whitespace().collect::<Vec<_>>().join(" "));
        }
        let digest = hex(&hasher.finalize()[..8]);
        // Existing digests do not match if other columns are used. After a release, changing the columns requires a
        // migration whose step takes stock again (`remake.rs`), and the new digest here.
        // A table that is added, or columns in a part of their own of which rows are left out that never used them,
        // change no existing digest.
        assert_eq!(digest, "54bc555c99dfeed3");
    }

    #[test]
    fn statements_take_what_subjects_have() {
        for (noun, subject) in [
            ("organization", "organization/o"),
            ("access_review", "members"),
            ("answer", "answer/a/1-1-1-1"),
            ("inspection", "inspection/a/1-1-1-1/2026-11-21"),
            ("person", "person/p"),
        ] {
            let kind = named(noun).unwrap();
            assert!(super::super::seal::fits(kind, subject), "{noun}");
            assert!(!super::super::seal::fits(kind, &format!("{subject}/more")), "{noun}");
        }
        assert_eq!(changed_by("suggestion.accept").map(|kind| kind.noun), Some("answer"));
        assert!(changed_by("answer.attach").is_none() && changed_by("answers.save").is_none());
    }
}
