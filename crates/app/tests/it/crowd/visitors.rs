//! Links: somebody without an account looks at what was opened to whoever has the code. The model of links, what steps do with them, and what a
//! visitor gets to read.

use std::collections::{BTreeMap, BTreeSet};

use tasuki_app::links::{self, New, visits};
use tasuki_app::{Context, Credentials, Error, assessments};
use tasuki_scheme::{Capacity, Classification, Permission};
use tasuki_store::grants::Opening;
use tasuki_store::{EvidenceId, LinkId, Subject};

use super::acts::{Code, unless};
use super::model::{Mark, Model, Piece, text};
use super::plan::{Act, Place, Step, Who};
use super::rules::Right;
use super::stage::{Fault, Stage, day, same};

/// What the model knows of a link.
#[derive(Debug, Clone)]
pub(super) struct Link {
    place: Place,
    /// Whether answers are read, or results alone.
    answers: bool,
    evidence: Option<Classification>,
    until: i64,
    is_locked: bool,
    /// The code of the refusal of one that was replaced or taken back.
    over: Option<Code>,
}

const REPLACED: Code = "link.replaced";
const ENDED: Code = "link.ended";

impl Link {
    fn is_over(&self, today: i64) -> bool {
        self.over.is_some() || self.until < today
    }

    /// What whoever has its code is told instead of being let in.
    fn refusal(&self, today: i64) -> Option<Code> {
        self.over.or((self.until < today).then_some(ENDED)).or(self.is_locked.then_some("link.locked"))
    }

    fn shows(&self, piece: &Piece) -> bool {
        self.evidence >= Some(piece.class) && piece.used.iter().any(|(place, _)| *place == self.place)
    }
}

impl Model {
    /// What a step does to the links.
    pub(super) fn act_on_links(&mut self, who: Who, act: &Act) -> Result<(), Code> {
        let today = self.today;
        unless(self.may(who, Right::ManageMembers))?;
        match *act {
            Act::Link { place, answers, evidence, days } => {
                if evidence.is_some() && !answers {
                    return Err("grant.results_alone");
                }
                let until = today + days;
                self.links.push(Link { place, answers, evidence, until, is_locked: false, over: None });
            }
            Act::LockLink { nth, locked } => self.link_in_use(nth)?.is_locked = locked,
            Act::ReplaceLink { nth } => {
                let link = self.link_in_use(nth)?;
                let next = Link { is_locked: false, ..link.clone() };
                link.over = Some(REPLACED);
                self.links.push(next);
            }
            Act::EndLink { nth } => {
                let nth = nth % self.links.len();
                let link = &mut self.links[nth];
                if !link.is_over(today) {
                    link.over = Some(ENDED);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn link_in_use(&mut self, nth: usize) -> Result<&mut Link, Code> {
        let (nth, today) = (nth % self.links.len(), self.today);
        let link = &mut self.links[nth];
        if link.is_over(today) { Err("link.over") } else { Ok(link) }
    }

    /// Every text that a visitor may read.
    fn shown_by(&self, link: &Link) -> BTreeSet<Mark> {
        let answers = self.written.iter().filter(|(place, _)| link.answers && *place == link.place);
        let pieces = self.pieces.iter().filter(|piece| link.shows(piece));
        answers.map(|(_, mark)| *mark).chain(pieces.map(|piece| piece.body)).collect()
    }
}

/// A link as its holder has it.
#[derive(Debug)]
pub(super) struct Held {
    id: LinkId,
    code: String,
    /// The last visit: its day, and the secret of its cookie.
    visit: Option<(i64, String)>,
}

impl Stage {
    /// Does a step with links in the application.
    pub(super) async fn perform_on_links(&mut self, today: i64, step: &Step) -> Result<(), Error> {
        let by = &self.people[&step.who];
        let world = self.world();
        let id = |nth: usize| self.links[nth % self.links.len()].id;
        let made = match step.act {
            Act::Link { place, answers, evidence, days } => {
                let permissions = vec![if answers { Permission::ReadAssessments } else { Permission::ReadResults }];
                let subject = Subject::Assessment(self.assessments[&place]);
                let openings = vec![Opening { subject, capacity: Capacity::Buyer, permissions, evidence }];
                let new = New { recipient: "発注先".to_owned(), openings, starts: None, ends: day(today + days) };
                world.write(by, move |cx| links::create(cx, new)).await?
            }
            Act::ReplaceLink { nth } => {
                let id = id(nth);
                world.write(by, move |cx| links::replace(cx, id)).await?
            }
            Act::LockLink { nth, locked } => {
                let id = id(nth);
                return world
                    .write(by, move |cx| if locked { links::lock(cx, id) } else { links::unlock(cx, id) })
                    .await;
            }
            Act::EndLink { nth } => {
                let id = id(nth);
                return world.write(by, move |cx| links::end(cx, id)).await;
            }
            _ => return Ok(()),
        };
        let (listed, address) = made;
        let code = address.rsplit('#').next().unwrap_or_default().to_owned();
        self.links.push(Held { id: listed.link.id, code, visit: None });
        Ok(())
    }

    /// Whoever has the code of a link shows it, and looks at everything: with the code of another link nothing is found, and with an earlier
    /// visit no more than with a new one.
    pub(super) async fn visit(&mut self, nth: usize) -> Result<(), Fault> {
        let nth = nth % self.links.len();
        let (held, link) = (&self.links[nth], self.model.links[nth].clone());
        let foreign = self.links.iter().find(|other| other.id != held.id);
        if let Some(other) = foreign {
            same("the code of another link", nth, &Some("not_found"), &self.enter(held.id, &other.code).await.err())?;
        }
        if let Some((from, secret)) = &held.visit {
            let expected = if *from < self.model.today { Some("not_found") } else { link.refusal(self.model.today) };
            let place = self.assessments[&link.place];
            let told = self.peek(held.id, secret, move |cx| visits::look(cx, place).map(drop)).await.err();
            same("what an earlier visit is told", nth, &expected, &told)?;
        }
        let before = self.chains().await;
        let entered = self.enter(held.id, &held.code).await;
        same("whether a link opens", nth, &link.refusal(self.model.today), &entered.as_ref().err().copied())?;
        let Ok(secret) = entered else {
            return same("what was refused left a trace", nth, &before, &self.chains().await);
        };
        self.look_through(held.id, &link, &secret).await?;
        self.links[nth].visit = Some((self.model.today, secret));
        Ok(())
    }

    async fn enter(&self, id: LinkId, code: &str) -> Result<String, Code> {
        let (id, code) = (id.to_string(), code.to_owned());
        let entered = self.world().app.write(Credentials::None, None, move |cx| visits::enter(cx, &id, &code));
        entered.await.map_err(|error| error.code)
    }

    /// Reads with a visit.
    async fn peek<T, F>(&self, id: LinkId, visit: &str, work: F) -> Result<T, Code>
    where
        F: FnOnce(&mut Context<'_, '_>) -> Result<T, Error> + Send + 'static,
        T: Send + 'static,
    {
        let (id, visit) = (id.to_string(), visit.to_owned());
        let looked = self.world().app.read(Credentials::None, None, move |cx| {
            visits::arrive(cx, &id, &visit)?;
            work(cx)
        });
        looked.await.map_err(|error| error.code)
    }

    /// What the link opens is seen, and nothing else.
    async fn look_through(&self, id: LinkId, link: &Link, visit: &str) -> Result<(), Fault> {
        let opened = self.peek(id, visit, visits::opened).await.map_err(told)?;
        let listed: Vec<_> = opened.assessments.iter().map(|own| own.sheet.assessment.id).collect();
        same("what a link opens", link, &vec![self.assessments[&link.place]], &listed)?;
        let mut got = format!("{opened:?}");
        for place in Place::ALL {
            let (assessment, is_opened) = (self.assessments[&place], place == link.place);
            let look = self.peek(id, visit, move |cx| visits::look(cx, assessment)).await.ok();
            let seen = look.as_ref().map(|look| {
                let evidence =
                    look.evidence.iter().map(|(piece, at)| (piece.evidence.id, at.iter().cloned().collect()));
                (look.answers, look.class, evidence.collect::<BTreeMap<_, BTreeSet<String>>>())
            });
            let expected = is_opened.then(|| (link.answers, link.evidence, self.evidence_of(link)));
            same("what a visitor sees", (link, place), &expected, &seen)?;
            got.extend([format!("{look:?}")]);
            let sheet = self.peek(id, visit, move |cx| assessments::sheet(cx, assessment)).await.ok();
            same("whether a visitor reads answers", (link, place), &(is_opened && link.answers), &sheet.is_some())?;
            got.extend([format!("{sheet:?}")]);
        }
        for (nth, piece) in self.pieces.iter().copied().enumerate() {
            let read = self.peek(id, visit, move |cx| visits::file(cx, piece)).await.ok().map(|own| own.body);
            let own = &self.model.pieces[nth];
            same("the evidence that a visitor reads", (link, nth), &link.shows(own).then(|| text(own.body)), &read)?;
        }
        self.leaks(link, &got, &self.model.shown_by(link))
    }

    /// The evidence that a link shows, with the criteria of its assessment.
    fn evidence_of(&self, link: &Link) -> BTreeMap<EvidenceId, BTreeSet<String>> {
        let own = self.pieces.iter().zip(&self.model.pieces).filter(|(_, piece)| link.shows(piece));
        own.map(|(id, piece)| {
            let used = piece.used.iter().filter(|(place, _)| *place == link.place);
            (*id, used.map(|(_, criterion)| criterion.id().to_owned()).collect())
        })
        .collect()
    }

    /// What is stored about links is what the model has, and each of them opens what it should.
    pub(super) async fn rest_of_links(&mut self) -> Result<(), Fault> {
        let organization = self.world().organization;
        let stored = self.world().store.read(move |tx| tasuki_store::links::list(tx, organization)).await;
        let stored = stored.expect("links").into_iter().map(|own| {
            let over = own.replaced.map(|_| REPLACED).or(own.ended.map(|_| ENDED));
            (own.id, own.locked.is_some(), over)
        });
        let own = self.links.iter().zip(&self.model.links).map(|(held, own)| (held.id, own.is_locked, own.over));
        same("which links there are", (), &own.collect::<BTreeSet<_>>(), &stored.collect())?;
        for nth in 0..self.links.len() {
            self.visit(nth).await?;
        }
        Ok(())
    }
}

fn told(code: Code) -> Fault {
    Fault { what: "a visitor was refused", detail: code.to_owned() }
}
