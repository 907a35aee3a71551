//! Which evidence somebody sees: by role everywhere, of their own, where they confirm something, and by grants.

use jiff::civil::Date;
use tasuki_scheme::Classification;

use crate::PersonId;
use crate::grants::Holder;

/// Which evidence somebody sees. What is not seen is not found: not in lists, not in counts, not by its identifier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sight {
    /// The most confidential evidence that is seen everywhere in the organization; `None` sees none.
    pub everywhere: Option<Classification>,
    /// The person who sees what they added and what they are responsible for, however confidential it is.
    pub own: Option<PersonId>,
    /// Whether everything is seen that supports a 対象外 or a task that was reported as done: somebody has to confirm these.
    pub to_confirm: bool,
    /// Whose grants open more: what is attached and in use, nothing that was archived.
    pub holder: Option<Holder>,
    /// The day on which grants must be valid.
    pub today: Date,
}

impl Sight {
    /// Whether everything in the organization is seen, so that nobody has to ask for each piece.
    pub fn is_whole(&self) -> bool {
        self.everywhere == Some(Classification::Confidential)
    }

    /// The values of [`seen`]'s parameters.
    pub(super) fn values(&self) -> Values {
        Values {
            everywhere: self.everywhere.map_or("", Classification::word),
            own: self.own.map_or_else(String::new, |person| person.to_string()),
            to_confirm: self.to_confirm,
            holder: self.holder.map_or_else(String::new, |holder| holder.to_string()),
            today: self.today.to_string(),
        }
    }
}

/// The parts of a [`Sight`] as parameters; empty where there is nothing.
pub(super) struct Values {
    pub(super) everywhere: &'static str,
    pub(super) own: String,
    pub(super) to_confirm: bool,
    pub(super) holder: String,
    pub(super) today: String,
}

/// The condition that a piece `e` is seen. The arguments are the places of the parameters: the class that is seen everywhere, the person whose
/// own pieces are seen, whether pieces to confirm are seen, the holder of grants, and today.
macro_rules! seen {
    ($everywhere:literal, $own:literal, $confirm:literal, $holder:literal, $today:literal) => {
        concat!(
            "(", $everywhere, " = 'confidential'
              OR ", $everywhere, " = 'internal' AND e.classification <> 'confidential'
              OR ", $everywhere, " = 'public' AND e.classification = 'public'
              OR ", $own, " <> '' AND (e.owner = ", $own, " OR EXISTS
                 (SELECT 1 FROM evidence_versions sv WHERE sv.organization = e.organization AND sv.evidence = e.id AND sv.number = 1
                    AND sv.added_by = ", $own, "))
              OR CAST(", $confirm, " AS BIGINT) = 1 AND EXISTS
                 (SELECT 1 FROM evidence_uses su JOIN tasks st ON st.organization = su.organization AND st.assessment = su.assessment
                    AND st.criterion = su.criterion
                  WHERE su.organization = e.organization AND su.evidence = e.id AND st.state = 'reported')
              OR CAST(", $confirm, " AS BIGINT) = 1 AND EXISTS
                 (SELECT 1 FROM evidence_uses su JOIN answers sa ON sa.organization = su.organization AND sa.assessment = su.assessment
                    AND sa.criterion = su.criterion
                  WHERE su.organization = e.organization AND su.evidence = e.id AND sa.status = 'not_applicable')
              OR ", $holder, " <> '' AND e.archived IS NULL AND EXISTS
                 (SELECT 1 FROM evidence_uses su JOIN grants sg ON sg.organization = su.organization
                    AND sg.subject = 'assessment/' || su.assessment
                  WHERE su.organization = e.organization AND su.evidence = e.id AND sg.holder = ", $holder, " AND sg.ended IS NULL
                    AND sg.starts <= ", $today, " AND sg.ends >= ", $today, "
                    AND (sg.evidence = 'confidential' OR sg.evidence = e.classification
                         OR sg.evidence = 'internal' AND e.classification = 'public'))) "
        )
    };
}
pub(super) use seen;
