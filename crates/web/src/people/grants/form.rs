//! The part of a form in which one chooses what is opened.

use jiff::civil::Date;
use tasuki_app::{Context, Error, assessments};
use tasuki_catalog::Lang;
use tasuki_scheme::{Capacity, Classification, Permission};
use tasuki_store::grants::Opening;

use super::wire::OpeningBody;
use crate::take::day;

/// The choices of the form.
pub(crate) struct OpeningForm {
    /// The assessments in use: identifier, title, whether it is chosen.
    pub(crate) assessments: Vec<(String, String, bool)>,
    pub(crate) capacities: Vec<(&'static str, &'static str, bool)>,
    pub(crate) classes: Vec<(&'static str, &'static str, bool)>,
    pub(crate) sent: SentOpening,
    /// Whether it is for somebody who can only read.
    pub(crate) only_reads: bool,
}

impl OpeningForm {
    /// The choices, with those of `sent` chosen.
    pub(crate) fn new(cx: &mut Context<'_, '_>, sent: SentOpening) -> Result<Self, Error> {
        let lang: Lang = cx.lang();
        let in_use = assessments::list(cx)?.into_iter().filter(|own| own.archived.is_none());
        let assessments = in_use.map(|own| {
            let id = own.id.to_string();
            let chosen = sent.assessments.contains(&id);
            (id, own.title, chosen)
        });
        let capacities = Capacity::ALL.map(|own| (own.word(), own.name(lang), own.word() == sent.capacity));
        let classes = Classification::ALL.map(|own| (own.word(), own.name(lang), own.word() == sent.evidence));
        Ok(Self {
            assessments: assessments.collect(),
            capacities: capacities.to_vec(),
            classes: classes.to_vec(),
            sent,
            only_reads: false,
        })
    }

    /// The same for a link, which only reads.
    pub(crate) fn only_reading(self) -> Self {
        Self { only_reads: true, ..self }
    }
}

/// What a form sends of the days between which something is open.
#[derive(Debug, Clone, Default)]
pub(crate) struct SentDays {
    /// Empty: from today.
    pub(crate) starts: String,
    pub(crate) ends: String,
}

impl SentDays {
    /// Takes a field of the form, and says whether it was one of these.
    pub(crate) fn take(&mut self, name: &str, value: &str) -> bool {
        let field = match name {
            "starts" => &mut self.starts,
            "ends" => &mut self.ends,
            _ => return false,
        };
        value.clone_into(field);
        true
    }

    /// The first day, if it is not today, and the last.
    pub(crate) fn days(&self) -> Result<(Option<Date>, Date), Error> {
        let starts = if self.starts.trim().is_empty() { None } else { Some(day(&self.starts, "starts")?) };
        Ok((starts, day(&self.ends, "ends")?))
    }
}

/// What such a form sends: `assessment=…&assessment=…&capacity=expert&reads=answers&comment=1&evidence=internal`.
#[derive(Debug, Clone, Default)]
pub(crate) struct SentOpening {
    pub(crate) assessments: Vec<String>,
    pub(crate) capacity: String,
    /// `results` or `answers`.
    pub(crate) reads: String,
    pub(crate) comment: bool,
    pub(crate) accept: bool,
    pub(crate) evidence: String,
}

impl SentOpening {
    /// What is proposed to somebody who has chosen nothing yet: an expert who reads and comments, and sees what is for people inside.
    pub(crate) fn proposed() -> Self {
        Self {
            capacity: Capacity::Expert.word().to_owned(),
            reads: "answers".to_owned(),
            comment: true,
            evidence: Classification::Internal.word().to_owned(),
            ..Self::default()
        }
    }

    /// Takes a field of the form; fields of other parts are passed over.
    pub(crate) fn take(&mut self, name: &str, value: &str) {
        match name {
            "assessment" => self.assessments.push(value.to_owned()),
            "capacity" => value.clone_into(&mut self.capacity),
            "reads" => value.clone_into(&mut self.reads),
            "comment" => self.comment = true,
            "accept" => self.accept = true,
            "evidence" => value.clone_into(&mut self.evidence),
            _ => {}
        }
    }

    /// What is opened, one opening for each assessment. With results only, nothing else of it is opened, whatever is ticked.
    pub(crate) fn openings(&self) -> Result<Vec<Opening>, Error> {
        let answers = self.reads == "answers";
        let chosen = [
            (true, Permission::ReadResults),
            (answers, Permission::ReadAssessments),
            (answers && self.comment, Permission::Comment),
            (answers && self.accept, Permission::AcceptNotApplicable),
        ];
        let permissions =
            chosen.into_iter().filter(|(asked, _)| *asked).filter_map(|(_, permission)| permission.word());
        let permissions: Vec<String> = permissions.map(str::to_owned).collect();
        let one = |assessment: &String| {
            let body = OpeningBody {
                road: String::new(),
                assessment: assessment.clone(),
                capacity: self.capacity.clone(),
                permissions: permissions.clone(),
                evidence: answers.then(|| self.evidence.clone()),
            };
            body.opening()
        };
        self.assessments.iter().map(one).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_opens_each_assessment_alike() {
        let mut sent = SentOpening::default();
        for (name, value) in [
            ("assessment", "01kb7z8e9q0000000000000000"),
            ("assessment", "01kb7z8e9q0000000000000001"),
            ("capacity", "auditor"),
            ("reads", "answers"),
            ("comment", "1"),
            ("evidence", "public"),
            ("mail", "a@example.jp"),
        ] {
            sent.take(name, value);
        }
        let openings = sent.openings().expect("openings");
        assert_eq!(openings.len(), 2);
        for opening in openings {
            assert_eq!(opening.capacity, Capacity::Auditor);
            let read = [Permission::ReadResults, Permission::ReadAssessments, Permission::Comment];
            assert_eq!(opening.permissions, read);
            assert_eq!(opening.evidence, Some(Classification::Public));
        }
        sent.evidence.clear();
        assert_eq!(sent.openings().expect("openings")[0].evidence, None);
        sent.reads = "results".to_owned();
        sent.evidence = "confidential".to_owned();
        let results = sent.openings().expect("openings");
        assert_eq!((&results[0].permissions[..], results[0].evidence), (&[Permission::ReadResults][..], None));
        sent.capacity = "king".to_owned();
        assert!(sent.openings().is_err());
    }
}
