//! The panel: one criterion with everything that belongs to it.

use tasuki_app::answering::{Detail, Overview, detail};
use tasuki_app::comments::{self, Part};
use tasuki_app::history::Line;
use tasuki_app::suggestions::Source;
use tasuki_app::{Context, Error};
use tasuki_assess::Open;
use tasuki_catalog::{Composed, Criterion, Lang, Overlay, Relation, Scale};
use tasuki_scheme::Permission;
use tasuki_store::answers::Answer;
use tasuki_store::evidence::Kind;

use super::view::Views;
use super::words;
use crate::time;

/// One criterion.
pub(super) struct PanelView {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) statement: String,
    pub(super) tags: Vec<String>,
    pub(super) thresholds: Vec<String>,
    pub(super) alternatives: Vec<String>,
    pub(super) condition: String,
    /// The official text, if the operator has it.
    pub(super) official: String,
    /// Terms and what they mean.
    pub(super) terms: Vec<(String, String)>,
    pub(super) first_step: String,
    pub(super) effort: String,
    pub(super) example: String,
    pub(super) refers: Vec<String>,
    pub(super) is_open: bool,
    /// Why it is open, if the mark alone does not show it.
    pub(super) reminder: Option<String>,
    pub(super) suggestion: Option<SuggestionView>,
    /// The assessment from which the answer was carried over.
    pub(super) accepted_from: String,
    pub(super) answer: Answer,
    pub(super) status: &'static str,
    pub(super) answerable: bool,
    /// Whether a reviewer must accept that it does not apply.
    pub(super) needs_acceptance: bool,
    /// Whether the owner is no longer a member.
    pub(super) owner_left: bool,
    pub(super) may_accept: bool,
    pub(super) owner: String,
    pub(super) due: String,
    pub(super) confirmed: String,
    /// If the edition asks for a maturity: its steps as value, text, and whether it is selected.
    pub(super) maturity: Vec<(String, String, bool)>,
    /// Who changed it last, and when.
    pub(super) changed: String,
    pub(super) evidence: Vec<FileView>,
    pub(super) may_attach: bool,
    /// Evidence that could be attached: identifier and name.
    pub(super) library: Vec<(String, String)>,
    pub(super) comments: Vec<CommentView>,
    pub(super) may_comment: bool,
    pub(super) history: Vec<EntryView>,
    /// If its form was refused.
    pub(super) refused: Option<Refused>,
    /// A comment that was refused, and why; empty otherwise.
    pub(super) said: String,
    pub(super) unsaid: String,
}

/// What a refused form says above its fields.
pub(super) struct Refused {
    /// What happened and what to do.
    pub(super) sentence: String,
    /// The fields in which somebody else wrote something else: name, and what stands there now.
    pub(super) others: Vec<(&'static str, String)>,
    /// The version on which it is sent again: after both texts were shown, the newest.
    pub(super) version: i64,
}

/// A suggestion from another assessment.
pub(super) struct SuggestionView {
    pub(super) sentence: String,
    pub(super) status: &'static str,
    pub(super) because: Vec<Vec<StepView>>,
    pub(super) against: String,
    pub(super) note: String,
    pub(super) digest: String,
}

/// One step of a path.
pub(super) struct StepView {
    pub(super) from_edition: String,
    pub(super) from: String,
    pub(super) to_edition: String,
    pub(super) to: String,
    pub(super) relation: char,
    pub(super) relation_word: &'static str,
    pub(super) reason: String,
}

/// A piece of evidence.
pub(super) struct FileView {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) icon: &'static str,
    pub(super) ends: String,
    pub(super) ended: bool,
}

/// A comment.
pub(super) struct CommentView {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) initial: String,
    pub(super) at: String,
    pub(super) when: String,
    pub(super) mine: bool,
    /// Its stretches.
    pub(super) parts: Vec<Part>,
    /// As its author writes it.
    pub(super) written: String,
    /// Whether its form is shown.
    pub(super) is_open: bool,
    pub(super) edited: bool,
    pub(super) removed: bool,
}

/// An entry in the history of the answer; its changes are field, old, new.
pub(super) struct EntryView {
    pub(super) who: String,
    /// To be read after the name.
    pub(super) what: String,
    pub(super) at: String,
    pub(super) when: String,
    pub(super) changes: Vec<(String, String, String)>,
}

/// The panel of the criterion at `position`.
pub(super) fn panel(
    cx: &mut Context<'_, '_>,
    overview: &Overview,
    position: usize,
    lang: Lang,
    overlays: &[Overlay],
) -> Result<PanelView, Error> {
    let detail = detail(cx, overview, position)?;
    let views = Views::new(cx, overview, lang);
    Ok(Making { views: &views, detail: &detail, position, lang, overlays }.panel())
}

struct Making<'m, 'a, 'c, 'b, 'tx> {
    views: &'m Views<'a, 'c, 'b, 'tx>,
    detail: &'m Detail,
    position: usize,
    lang: Lang,
    overlays: &'m [Overlay],
}

impl Making<'_, '_, '_, '_, '_> {
    fn panel(&self) -> PanelView {
        let (views, lang) = (self.views, self.lang);
        let sheet = &views.overview.sheet;
        let criterion = &sheet.catalog.criteria()[self.position];
        let answer = &sheet.answers[self.position];
        let text = |text: &Option<tasuki_catalog::Text>| {
            text.as_ref().map(|text| text.get(lang).to_owned()).unwrap_or_default()
        };
        let iso = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
        PanelView {
            id: criterion.id.clone(),
            title: criterion.title.get(lang).to_owned(),
            statement: criterion.statement.get(lang).to_owned(),
            tags: self.tags(criterion),
            thresholds: criterion.thresholds.iter().map(|threshold| threshold.phrase(lang)).collect(),
            alternatives: criterion.alternatives.iter().map(|text| text.get(lang).to_owned()).collect(),
            condition: text(&criterion.condition),
            official: self.official(criterion),
            terms: self.terms(criterion),
            first_step: text(&criterion.first_step),
            effort: criterion.effort_or_guess().name(lang).to_owned(),
            example: text(&criterion.evidence),
            refers: criterion.refers_to.clone(),
            is_open: views.open(self.position).is_some(),
            reminder: self.reminder(),
            suggestion: self.suggestion(),
            accepted_from: self.accepted_from(answer),
            status: answer.status.word(),
            answerable: views.is_answerable(&criterion.id),
            needs_acceptance: criterion.condition.is_none(),
            owner_left: answer.owner.is_some_and(|owner| !self.views.members.contains_key(owner.as_str())),
            may_accept: views.cx.may_in(Permission::AcceptNotApplicable, sheet.assessment.id),
            owner: answer.owner.map(|owner| owner.to_string()).unwrap_or_default(),
            due: iso(answer.due),
            confirmed: iso(answer.confirmed),
            maturity: self.maturity(answer),
            changed: self.changed(answer),
            evidence: self.evidence(),
            may_attach: sheet.assessment.archived.is_none() && views.cx.may(Permission::AddEvidence),
            library: self.library(),
            comments: self.comments(),
            may_comment: views.cx.may_in(Permission::Comment, sheet.assessment.id),
            history: self.detail.history.iter().map(|entry| self.entry(entry)).collect(),
            answer: answer.clone(),
            refused: None,
            said: String::new(),
            unsaid: String::new(),
        }
    }

    fn word(&self, ja: &'static str, en: &'static str) -> &'static str {
        match self.lang {
            Lang::Ja => ja,
            Lang::En => en,
        }
    }

    fn maturity(&self, answer: &Answer) -> Vec<(String, String, bool)> {
        if self.views.overview.sheet.catalog.scale() != Scale::YesNo {
            return Vec::new();
        }
        let none = (String::new(), self.word("決めていない", "Not rated").to_owned(), answer.maturity.is_none());
        let steps = (1..=5).map(|step: u8| (step.to_string(), step.to_string(), answer.maturity == Some(step)));
        [none].into_iter().chain(steps).collect()
    }

    fn official(&self, criterion: &Criterion) -> String {
        let edition = self.views.overview.sheet.catalog.id();
        let own = self.overlays.iter().find(|overlay| overlay.edition == edition);
        own.and_then(|overlay| overlay.text(&criterion.id)).unwrap_or_default().to_owned()
    }

    fn reminder(&self) -> Option<String> {
        let open = self.views.open(self.position)?;
        let plain = matches!(open, Open::Unanswered | Open::Unmet | Open::Partial);
        (!plain).then(|| open.sentence(self.lang))
    }

    fn tags(&self, criterion: &Criterion) -> Vec<String> {
        let level = self.views.overview.sheet.catalog.level_title(criterion.level, self.lang);
        let level = (!level.is_empty()).then(|| level.to_owned());
        let kind = criterion.kind.map(|kind| kind.name(self.lang).to_owned());
        let cadences =
            criterion.cadence.iter().chain(&criterion.triggers).map(|cadence| cadence.name(self.lang).to_owned());
        level.into_iter().chain(kind).chain(cadences).collect()
    }

    fn terms(&self, criterion: &Criterion) -> Vec<(String, String)> {
        let text = format!("{} {}", criterion.title.get(self.lang), criterion.statement.get(self.lang));
        let terms = self.views.cx.library.glossary().terms_in(&text);
        terms
            .into_iter()
            .map(|term| (term.name(self.lang).to_owned(), term.explanation.get(self.lang).to_owned()))
            .collect()
    }

    fn changed(&self, answer: &Answer) -> String {
        let Some(person) = &answer.changed_by else { return String::new() };
        let when = time::time(answer.changed, self.views.cx.now.today, self.lang);
        format!("{} {when}", self.views.name(person.as_str()))
    }

    fn accepted_from(&self, answer: &Answer) -> String {
        let source = answer.source.as_deref().and_then(|source| serde_json::from_str::<Source>(source).ok());
        let Some(source) = source else { return String::new() };
        // Another assessment need not be open to whoever may read this one.
        if !self.views.cx.may_in(Permission::ReadAssessments, source.assessment) {
            return self
                .word("別の評価の回答からの提案を採用しました", "Taken over from another assessment")
                .to_owned();
        }
        match self.lang {
            Lang::Ja => format!("「{}」の {} の回答からの提案を採用しました", source.title, source.criteria.join("、")),
            Lang::En => format!("Taken over from {} of “{}”", source.criteria.join(", "), source.title),
        }
    }

    fn suggestion(&self) -> Option<SuggestionView> {
        let offer = self.views.overview.offers.get(&self.position)?;
        let from = offer.suggestion.because.iter().map(|path| path.from.as_str()).collect::<Vec<_>>();
        let sentence = match self.lang {
            Lang::Ja => format!("「{}」の {} から", offer.from.title, from.join("、")),
            Lang::En => format!("From {} of “{}”:", from.join(", "), offer.from.title),
        };
        Some(SuggestionView {
            sentence,
            status: offer.suggestion.status.word(),
            because: offer
                .suggestion
                .because
                .iter()
                .map(|path| self.path(path))
                .filter(|path| !path.is_empty())
                .collect(),
            against: offer.suggestion.against.iter().map(|path| path.from.as_str()).collect::<Vec<_>>().join("、"),
            note: self.detail.note.clone(),
            digest: offer.digest.clone(),
        })
    }

    fn path(&self, path: &Composed) -> Vec<StepView> {
        let steps = path.path.iter().map(|step| StepView {
            from_edition: edition(&step.from_edition),
            from: step.from.clone(),
            to_edition: edition(&step.to_edition),
            to: step.to.clone(),
            relation: step.relation.sign(),
            relation_word: self.relation(step.relation),
            reason: step.reason.get(self.lang).to_owned(),
        });
        steps.collect()
    }

    fn relation(&self, relation: Relation) -> &'static str {
        match relation {
            Relation::Equal | Relation::Equivalent => self.word("同じことを求めている", "asks the same"),
            Relation::Subset => self.word("その一部を求めている", "asks a part of it"),
            Relation::Superset => self.word("それ以上を求めている", "asks all of it and more"),
            Relation::Intersects => self.word("一部が重なっている", "overlaps with it"),
            Relation::Disjoint => self.word("重なりがない", "shares nothing with it"),
        }
    }

    fn evidence(&self) -> Vec<FileView> {
        let today = self.views.cx.now.today;
        let files = self.detail.evidence.iter().map(|file| FileView {
            id: file.evidence.id.to_string(),
            name: file.evidence.name.clone(),
            icon: icon(file.evidence.kind, &file.file.media_type),
            ends: file.evidence.ends.map_or_else(String::new, |ends| {
                let day = time::day(ends, today, self.lang);
                match self.lang {
                    Lang::Ja => format!("{day}まで"),
                    Lang::En => format!("until {day}"),
                }
            }),
            ended: file.evidence.ends.is_some_and(|ends| ends < today),
        });
        files.collect()
    }

    fn library(&self) -> Vec<(String, String)> {
        let attached = |id| self.detail.evidence.iter().any(|piece| piece.evidence.id == id);
        let others = self.detail.library.iter().filter(|piece| !attached(piece.evidence.id));
        others.map(|piece| (piece.evidence.id.to_string(), piece.evidence.name.clone())).collect()
    }

    fn comments(&self) -> Vec<CommentView> {
        let today = self.views.cx.now.today;
        let me = self.views.cx.person().map(|person| person.id).ok();
        let all = self.detail.comments.iter().map(|comment| {
            let name = self.views.name(comment.author.as_str());
            let everybody = &self.views.overview.members;
            CommentView {
                id: comment.id.to_string(),
                initial: words::initial(&name),
                name,
                at: time::instant(comment.at),
                when: time::time(comment.at, today, self.lang),
                mine: Some(comment.author) == me && comment.removed.is_none(),
                parts: comments::parts(&comment.body, everybody),
                written: comments::editable(&comment.body, everybody),
                is_open: false,
                edited: comment.edited.is_some(),
                removed: comment.removed.is_some(),
            }
        });
        all.collect()
    }

    fn entry(&self, line: &Line) -> EntryView {
        let lang = self.lang;
        let text = |text: &Option<tasuki_catalog::Text>| text.as_ref().map_or("－", |text| text.get(lang)).to_owned();
        let changes = line.fields.iter();
        EntryView {
            who: line.who.name.clone(),
            what: line.text.get(lang).to_owned(),
            at: time::instant(line.at),
            when: time::time(line.at, self.views.cx.now.today, lang),
            changes: changes
                .map(|field| (field.label.get(lang).to_owned(), text(&field.old), text(&field.new)))
                .collect(),
        }
    }
}

/// An edition in short form: `JAMA 2.3`.
fn edition(id: &str) -> String {
    let (framework, edition) = id.split_once('-').unwrap_or((id, ""));
    format!("{} {edition}", framework.to_uppercase()).trim().to_owned()
}

fn icon(kind: Kind, media_type: &str) -> &'static str {
    match (kind, media_type) {
        (Kind::Link, _) => "link",
        (Kind::Note, _) => "file-text",
        (Kind::File, media) if media.starts_with("image/") => "file-image",
        (Kind::File, media) if ["sheet", "csv", "excel"].iter().any(|word| media.contains(word)) => "file-spreadsheet",
        (Kind::File, _) => "file",
    }
}
