//! What people get to read, and what is stored, compared with the model.

use std::collections::BTreeSet;

use futures_util::future::try_join_all;
use tasuki_app::{Context, Error, answering, assessments, comments, evidence, history, home, members, notifications};
use tasuki_app::{search, tasks};
use tasuki_store::answers::Answer as Stored;
use tasuki_store::evidence::{Filter, Order};
use tasuki_store::grants::Holder;
use tasuki_store::tasks::State as Kept;
use tasuki_store::{EvidenceId, Subject, TaskId, audit};

use super::model::{Answer, Mark, State, text};
use super::plan::{Criterion, Place, Who};
use super::rules::Right;
use super::stage::{Fault, Stage, same};

/// More than a plan makes of anything.
const ALL: i64 = 1_000;

impl Stage {
    /// Reads as somebody; what is not found is none.
    pub(super) async fn get<T, F>(&self, who: Who, work: F) -> Result<Option<T>, Fault>
    where
        F: FnOnce(&mut Context<'_, '_>) -> Result<T, Error> + Send + 'static,
        T: Send + 'static,
    {
        match self.world().read(&self.people[&who], work).await {
            Ok(found) => Ok(Some(found)),
            Err(error) if error.code == "not_found" => Ok(None),
            Err(error) => Err(Fault { what: "reading", detail: format!("{who:?} was told {}", error.code) }),
        }
    }

    /// Somebody looks at everything: they get what they may read, as the model has it, and nothing else.
    pub(super) async fn look(&self, who: Who) -> Result<(), Fault> {
        let listed = self.get(who, assessments::list).await?;
        let listed = listed.map(|all| all.into_iter().map(|own| own.id).collect::<BTreeSet<_>>());
        let open = self.model.places(who, Right::ReadResults);
        let open = open.map(|all| all.into_iter().map(|place| self.assessments[&place]).collect());
        same("which assessments are listed", who, &open, &listed)?;
        let mut got = String::new();
        for place in Place::ALL {
            self.look_at(who, place, &mut got).await?;
        }
        self.look_for_evidence(who).await?;
        self.look_for_tasks(who).await?;
        self.look_for_roads(who, &mut got).await?;
        self.look_around(who, &mut got).await?;
        self.leaks(who, &got, &self.model.readable(who))
    }

    /// One assessment: its answers and its comments.
    async fn look_at(&self, who: Who, place: Place, got: &mut String) -> Result<(), Fault> {
        let (id, reads) = (self.assessments[&place], self.model.may_in(who, Right::ReadAnswers, place));
        let sheet = self.get(who, move |cx| assessments::sheet(cx, id)).await?;
        same("whether answers are read", (who, place), &reads, &sheet.is_some())?;
        if let Some(sheet) = &sheet {
            let answered: Vec<Stored> = sheet.answers.iter().filter(|own| own.version > 0).cloned().collect();
            self.same_answers(place, &answered)?;
        }
        let overview = self.get(who, move |cx| answering::overview(cx, id).map(|own| format!("{own:?}"))).await?;
        got.extend(overview);
        let figures =
            self.get(who, move |cx| tasuki_app::overview::overview(cx, id).map(|own| format!("{own:?}"))).await?;
        same(
            "whether results are seen",
            (who, place),
            &self.model.may_in(who, Right::ReadResults, place),
            &figures.is_some(),
        )?;
        got.extend(figures);
        for criterion in Criterion::ALL {
            let said = self.get(who, move |cx| comments::list(cx, id, criterion.id())).await?;
            let said = said.map(|all| all.into_iter().map(|own| (own.id, own.body)).collect::<Vec<_>>());
            let own = self.comments.iter().zip(&self.model.comments);
            let own = own.filter(|(_, own)| (own.place, own.criterion) == (place, criterion));
            let own = own.map(|(id, own)| (*id, own.body.map(text).unwrap_or_default()));
            same("which comments are read", (who, place, criterion), &reads.then(|| own.collect()), &said)?;
            let lines = self.get(who, move |cx| history::of_answer(cx, id, criterion.id())).await?;
            got.extend(lines.map(|lines| format!("{lines:?}")));
        }
        Ok(())
    }

    /// The library, each piece by its identifier, and the pieces beside each criterion.
    async fn look_for_evidence(&self, who: Who) -> Result<(), Fault> {
        let seen: Vec<bool> = self.model.pieces.iter().map(|piece| self.model.sees(who, piece)).collect();
        let visible = |wanted: &dyn Fn(usize) -> bool| -> BTreeSet<EvidenceId> {
            (0..seen.len()).filter(|nth| seen[*nth] && wanted(*nth)).map(|nth| self.pieces[nth]).collect()
        };
        let shelf = self.get(who, |cx| evidence::list(cx, &Filter::default(), Order::Newest, None, (0, ALL))).await?;
        let shelf = shelf.map(|shelf| shelf.pieces.into_iter().map(|own| own.evidence.id).collect());
        let is_member = self.model.member(who).is_some();
        same("the library", who, &is_member.then(|| visible(&|_| true)), &shelf)?;
        for (nth, id) in self.pieces.iter().copied().enumerate() {
            let read = self.get(who, move |cx| evidence::version(cx, id, 0)).await?.map(|(_, own)| own.body);
            let expected = seen[nth].then(|| text(self.model.pieces[nth].body));
            same("what is read in evidence", (who, nth), &expected, &read)?;
        }
        for (place, criterion) in Place::ALL.into_iter().flat_map(|place| Criterion::ALL.map(|own| (place, own))) {
            let id = self.assessments[&place];
            let beside = self.get(who, move |cx| evidence::of_criterion(cx, id, criterion.id())).await?;
            let beside = beside.map(|all| all.into_iter().map(|own| own.evidence.id).collect());
            let reads = self.model.may_in(who, Right::ReadAnswers, place);
            let expected = visible(&|nth| self.model.pieces[nth].used.contains(&(place, criterion)));
            same("the evidence of a criterion", (who, place, criterion), &reads.then_some(expected), &beside)?;
        }
        Ok(())
    }

    async fn look_for_tasks(&self, who: Who) -> Result<(), Fault> {
        let listed = self.get(who, |cx| tasks::page(cx, None, ALL)).await?;
        let listed = listed.map(|all| all.into_iter().map(|own| own.id).collect::<BTreeSet<TaskId>>());
        let open = self.model.places(who, Right::ReadAnswers);
        let expected = open.map(|open| {
            let own = self.tasks.iter().zip(&self.model.tasks).filter(|(_, task)| open.contains(&task.place));
            own.map(|(id, _)| *id).collect()
        });
        same("which tasks are listed", who, &expected, &listed)?;
        for (id, own) in self.tasks.iter().copied().zip(&self.model.tasks) {
            let found = self.get(who, move |cx| tasks::find(cx, id)).await?;
            let reads = self.model.may_in(who, Right::ReadAnswers, own.place);
            same("whether a task is read", (who, id), &reads, &found.is_some())?;
            let Some(found) = found else { continue };
            let person = |who: Option<Who>| who.map(|who| self.people[&who].id);
            let expected = (
                own.version,
                stored(own.state),
                person(own.owner),
                person(own.reported_by),
                own.about.clone() + &text(own.title),
            );
            let found = (found.version, found.state, found.owner, found.reported_by, found.title);
            same("a task", who, &expected, &found)?;
        }
        Ok(())
    }

    /// The places where many things come together: search, the first page, what happened, the members, what one was told.
    async fn look_around(&self, who: Who, got: &mut String) -> Result<(), Fault> {
        let hits = self.get(who, |cx| search::search(cx, "墨印", 200)).await?;
        same("whether anything is searched", who, &self.model.members.contains_key(&who), &hits.is_some())?;
        if let Some(hits) = hits {
            let found: BTreeSet<String> = hits.hits.iter().map(|hit| hit.subject.to_string()).collect();
            same("what is found", who, &self.findable(who), &found)?;
            got.extend([format!("{hits:?}")]);
        }
        let page = self.get(who, |cx| home::home(cx).map(|own| format!("{own:?}"))).await?;
        got.extend(page);
        let lines = self.get(who, |cx| history::recent(cx, 100).map(|own| format!("{own:?}"))).await?;
        got.extend(lines);
        let known = self.get(who, members::list).await?.map(|all| {
            all.into_iter().map(|own| (own.member.person, own.member.roles.to_string())).collect::<BTreeSet<_>>()
        });
        let expected = self.model.may(who, Right::ReadMembers).then(|| {
            let roles = |own: &super::model::Member| tasuki_scheme::Roles::new(own.roles.clone()).to_string();
            self.model.members.iter().map(|(who, own)| (self.people[who].id, roles(own))).collect()
        });
        same("which members are known", who, &expected, &known)?;
        let told = self.get(who, |cx| notifications::list(cx, None, 100).map(|own| format!("{own:?}"))).await?;
        let known = self.model.known.get(&who).cloned().unwrap_or_default();
        self.leaks(who, &told.unwrap_or_default(), &known)
    }

    /// Everything with a text of a plan in it that somebody finds.
    fn findable(&self, who: Who) -> BTreeSet<String> {
        let reads = |place: Place| self.model.may_in(who, Right::ReadAnswers, place);
        let answers = self
            .model
            .answers
            .iter()
            .filter(|((place, _), own)| reads(*place) && (own.note.is_some() || own.reason.is_some()));
        let answers =
            answers.map(|((place, criterion), _)| Subject::Answer(self.assessments[place], criterion.id().to_owned()));
        let comments = self.comments.iter().zip(&self.model.comments);
        let comments = comments.filter(|(_, own)| own.body.is_some() && reads(own.place));
        let pieces = self.pieces.iter().zip(&self.model.pieces).filter(|(_, own)| self.model.sees(who, own));
        let tasks = self.tasks.iter().zip(&self.model.tasks).filter(|(_, own)| reads(own.place));
        answers
            .chain(comments.map(|(id, _)| Subject::Comment(*id)))
            .chain(pieces.map(|(id, _)| Subject::Evidence(*id)))
            .chain(tasks.map(|(id, _)| Subject::Task(*id)))
            .map(|subject| subject.to_string())
            .collect()
    }

    /// Whether somebody got a text that they may not read.
    pub(super) fn leaks(&self, who: impl std::fmt::Debug, got: &str, readable: &BTreeSet<Mark>) -> Result<(), Fault> {
        let all = self.model.known.values().flatten().copied().collect::<BTreeSet<Mark>>();
        match all.difference(readable).find(|mark| got.contains(&text(**mark))) {
            Some(mark) => {
                let place = got.find(&text(*mark)).unwrap_or_default();
                let from = got.char_indices().map(|(at, _)| at).take_while(|at| *at <= place).step_by(200).last();
                let around: String = got[from.unwrap_or_default()..].chars().take(500).collect();
                let detail = format!("{who:?} got {}: …{around}…", text(*mark));
                Err(Fault { what: "somebody got to read what they may not", detail })
            }
            None => Ok(()),
        }
    }

    /// The stored answers of an assessment are those of the model.
    pub(super) fn same_answers(&self, place: Place, found: &[Stored]) -> Result<(), Fault> {
        let own = self.model.answers.iter().filter(|((own, _), _)| *own == place);
        let own: Vec<_> = own.map(|((_, criterion), answer)| (criterion.id(), self.as_stored(answer))).collect();
        let mut found: Vec<_> = found.iter().map(|own| (own.criterion.as_str(), shown(own))).collect();
        found.sort_unstable_by_key(|(criterion, _)| *criterion);
        same("the answers", place, &own, &found)
    }

    fn as_stored(&self, answer: &Answer) -> Stored {
        let words = |mark: Option<Mark>| mark.map(text).unwrap_or_default();
        Stored {
            version: answer.version,
            status: answer.status,
            note: words(answer.note),
            reason: words(answer.reason),
            owner: answer.owner.map(|owner| self.people[&owner].id),
            accepted: answer.accepted,
            ..Stored::blank("")
        }
    }

    /// Nobody does anything: everybody sees what the model has, the log is whole, and the data is as the log says.
    pub(super) async fn rest(&mut self) -> Result<(), Fault> {
        try_join_all(Who::ALL.map(|who| self.look(who))).await?;
        self.rest_of_links().await?;
        let store = &self.world().store;
        let (organization, asked) = (self.world().organization, self.heads.clone());
        let read = store.read(move |tx| {
            let held = tasuki_store::grants::list(tx, organization)?;
            let (summary, missing) = (audit::verify_all(tx)?, audit::heads_missing(tx, &asked)?);
            Ok::<_, tasuki_store::StoreError>((held, summary, missing, audit::compare(tx)?, audit::heads(tx)?))
        });
        let (held, summary, missing, compared, heads) = read.await.expect("a database that can be read");
        same("the log is broken", (), &None, &summary.broken)?;
        same("entries are gone from the log", (), &0, &missing.len())?;
        // The sessions of the tests are made around the log.
        let told = |own: &&audit::Difference| own.kind != "session" && !self.unlogged.contains(&own.subject);
        let behind = compared.differences.iter().find(told);
        same("something was changed behind the log", (), &None, &behind)?;
        self.same_reviewers(&held)?;
        let of_assessments =
            |grant: &tasuki_store::grants::Grant| matches!(grant.holder, Holder::Person(_)) && grant.road().is_none();
        let of_people = held.into_iter().filter(of_assessments);
        let mut held: Vec<_> = of_people.map(|grant| (grant.id, grant.ended.is_some())).collect();
        held.sort_unstable();
        let kept = self.grants.iter().zip(&self.model.grants);
        let mut kept: Vec<_> = kept.map(|(id, own)| (*id, own.is_ended)).collect();
        kept.sort_unstable();
        same("what was granted", (), &kept, &held)?;
        self.heads = heads;
        Ok(())
    }
}

/// An answer without who changed it when.
fn shown(answer: &Stored) -> Stored {
    Stored { criterion: String::new(), changed: 0, changed_by: None, ..answer.clone() }
}

fn stored(state: State) -> Kept {
    match state {
        State::Open => Kept::Open,
        State::Doing => Kept::Doing,
        State::Reported => Kept::Reported,
        State::Done => Kept::Done,
        State::Dropped => Kept::Dropped,
    }
}
