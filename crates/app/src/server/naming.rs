//! What a thing is called by itself, where it is, and to which assessment it belongs: for the latest changes, the search, and whoever asks
//! whether something may be read.

use std::collections::HashMap;

use tasuki_catalog::{Library, Text};
use tasuki_store::assessments::{self, Assessment};
use tasuki_store::grants::Opened;
use tasuki_store::{AssessmentId, OrganizationId, StoreError, Subject, Tx};

/// How a kind of thing is looked up.
pub(crate) enum Look {
    /// It is for those who administer: the latest changes and the search leave it out, and no grant opens it.
    Administrative,
    /// So; nothing for what is not there any more. Whether it may be read has been asked before.
    Of(fn(&mut Looking<'_, '_>, &Subject) -> Result<Option<Named>, StoreError>),
}

/// A thing as lists name it.
pub(crate) struct Named {
    /// Its title.
    pub(crate) title: Text,
    /// Where it is, or whose: the assessment, the author. May be empty.
    pub(crate) place: String,
    /// The assessment or the road to which it belongs; with it, a grant opens the thing.
    pub(crate) opened: Option<Opened>,
}

impl Named {
    /// Something of the organization as a whole, called the same in both languages.
    pub(crate) fn by_itself(title: &str) -> Self {
        Self { title: Text::new(title, title), place: String::new(), opened: None }
    }
}

/// The assessments that several things ask for, each read once.
pub(crate) type Assessments = HashMap<AssessmentId, Option<Assessment>>;

/// Looks up things of one organization.
pub(crate) struct Looking<'l, 'tx> {
    pub(crate) tx: &'l mut Tx<'tx>,
    pub(crate) library: &'l Library,
    pub(crate) organization: OrganizationId,
    pub(crate) assessments: &'l mut Assessments,
}

impl Looking<'_, '_> {
    /// An assessment of the organization.
    pub(crate) fn assessment(&mut self, id: AssessmentId) -> Result<Option<&Assessment>, StoreError> {
        if !self.assessments.contains_key(&id) {
            let found = assessments::find(self.tx, self.organization, id)?;
            self.assessments.insert(id, found);
        }
        Ok(self.assessments.get(&id).and_then(Option::as_ref))
    }

    /// A thing that is called as the criterion that it is about.
    pub(crate) fn of_criterion(&mut self, id: AssessmentId, criterion: &str) -> Result<Option<Named>, StoreError> {
        let library = self.library;
        let Some(own) = self.assessment(id)? else { return Ok(None) };
        let Some(catalog) = library.catalog(&own.edition) else { return Ok(None) };
        Ok(Some(Named { title: catalog.numbered_title(criterion), place: own.title.clone(), opened: Some(id.into()) }))
    }
}
