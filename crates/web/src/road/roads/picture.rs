//! The table of a route as a picture on its page: the steps below each other, corrections beside them. All lengths are in units of the
//! picture, which the page draws as pixels where there is room.

use tasuki_catalog::Lang;
use tasuki_scheme::road::{Actor, Course, Event, Picture, Place, Route, State, Way};

/// The height of a box, and from one row to the next.
const BOX: usize = 52;
const ROW: usize = 124;
const EDGE: usize = 16;
/// The boxes of the steps and those beside them: where they begin, and how wide they are.
const STEPS: usize = 190;
const BESIDE: usize = 720;
const WIDE: usize = 250;
/// The lines that lead up: to a step, and to corrections.
const UP: usize = 24;
const UP_ASIDE: usize = 990;
const WIDTH: usize = 1_010;
/// How far the frame of a row stands from its boxes.
const FRAME: usize = 8;

/// A picture, for its template.
pub(super) struct PictureView {
    pub(super) width: usize,
    pub(super) height: usize,
    /// The frames around a step and its corrections: from where, how wide, how high.
    pub(super) frames: Vec<FrameView>,
    pub(super) boxes: Vec<BoxView>,
    /// The lines, as the data of a path; each ends in an arrow, except those that join another.
    pub(super) arrows: Vec<String>,
    pub(super) joins: Vec<String>,
    pub(super) labels: Vec<LabelView>,
}

/// A frame around a row.
pub(super) struct FrameView {
    pub(super) x: usize,
    pub(super) y: usize,
    pub(super) width: usize,
    pub(super) height: usize,
}

/// A state.
pub(super) struct BoxView {
    pub(super) x: usize,
    pub(super) y: usize,
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) name: String,
    /// The middle of its name.
    pub(super) middle: (usize, usize),
    /// Whether the road stands there.
    pub(super) is_here: bool,
}

/// A word beside a line.
pub(super) struct LabelView {
    pub(super) x: usize,
    pub(super) y: usize,
    /// Where the word is fastened: `start` or `middle`.
    pub(super) anchor: &'static str,
    /// Whether it tells whose act it is.
    pub(super) is_actor: bool,
    pub(super) text: String,
}

impl PictureView {
    /// The picture of a route with the state in which the road is.
    pub(super) fn new(route: &Route, here: State, lang: Lang) -> Self {
        let picture = route.picture();
        let rows = picture.places.iter().map(|own| own.row + 1).max().unwrap_or_default();
        let boxes = picture.places.iter().map(|own| {
            let (x, y) = (left(*own), top(own.row));
            let (name, middle) = (own.state.name(route, lang), (x + WIDE / 2, y + BOX / 2 + 5));
            BoxView { x, y, width: WIDE, height: BOX, name, middle, is_here: own.state == here }
        });
        let mut view = Self {
            width: WIDTH,
            height: rows * ROW - (ROW - BOX) + 2 * EDGE,
            frames: Vec::new(),
            boxes: boxes.collect(),
            arrows: Vec::new(),
            joins: Vec::new(),
            labels: Vec::new(),
        };
        for way in &picture.ways {
            view.draw(&picture, way, lang);
        }
        view
    }

    fn draw(&mut self, picture: &Picture, way: &Way, lang: Lang) {
        let Some(next) = place(picture, way.next) else { return };
        let from: Vec<Place> = way.from.iter().filter_map(|state| place(picture, *state)).collect();
        let Some(first) = from.first() else { return };
        let (y, to) = (top(first.row), top(next.row));
        let (right, middle) = (STEPS + WIDE, STEPS + WIDE / 2);
        let between = usize::midpoint(right, BESIDE);
        match way.course {
            Course::Down => {
                self.arrows.push(format!("M{middle} {} V{to}", y + BOX));
                self.label((middle + 12, y + BOX + 46), 17, "start", way, lang);
            }
            Course::Aside => {
                self.arrows.push(format!("M{right} {} H{BESIDE}", y + 14));
                self.label((between, y + 7), 22, "middle", way, lang);
            }
            Course::Back => {
                self.arrows.push(format!("M{BESIDE} {} H{right}", y + 38));
                self.label((between, y + 55), 17, "middle", way, lang);
            }
            Course::Up => {
                let height = to + BOX / 2;
                self.arrows.push(format!("M{UP} {height} H{STEPS}"));
                self.label((UP + 8, height - 7), 23, "start", way, lang);
                for row in rows(&from) {
                    let is_framed = from.iter().any(|own| own.row == row && own.is_beside);
                    let begins = if is_framed { STEPS - FRAME } else { STEPS };
                    self.joins.push(format!("M{begins} {} H{UP} V{height}", top(row) + BOX / 2));
                    if is_framed {
                        self.frame(row);
                    }
                }
            }
            Course::UpAside => {
                let height = to + BOX / 2;
                self.arrows.push(format!("M{right} {} H{UP_ASIDE} V{height} H{}", y + BOX / 2, BESIDE + WIDE));
                self.label((right + 12, y + BOX / 2 - 7), 23, "start", way, lang);
            }
        }
    }

    /// A frame around a step and its corrections: what leads on from it leads on from both.
    fn frame(&mut self, row: usize) {
        let (x, y) = (STEPS - FRAME, top(row) - FRAME);
        let width = BESIDE + WIDE + FRAME - x;
        self.frames.push(FrameView { x, y, width, height: BOX + 5 * FRAME });
    }

    /// What happens on a way, and below it whose act it is, for all acts of the same people together.
    fn label(&mut self, (x, mut y): (usize, usize), step: usize, anchor: &'static str, way: &Way, lang: Lang) {
        let mut told: Vec<(&[Actor], Vec<Event>)> = Vec::new();
        for (event, by) in &way.acts {
            match told.iter_mut().find(|(actors, _)| actors == by) {
                Some((_, events)) => events.push(*event),
                None => told.push((by, vec![*event])),
            }
        }
        for (actors, events) in told {
            let events = lang.joined(events.iter().map(|event| event.name(lang)));
            let actors = lang.joined(actors.iter().map(|actor| actor.name(lang)));
            self.labels.push(LabelView { x, y, anchor, is_actor: false, text: events });
            self.labels.push(LabelView { x, y: y + step, anchor, is_actor: true, text: actors });
            y += 2 * step;
        }
    }
}

fn place(picture: &Picture, state: State) -> Option<Place> {
    picture.places.iter().copied().find(|own| own.state == state)
}

fn left(place: Place) -> usize {
    if place.is_beside { BESIDE } else { STEPS }
}

fn top(row: usize) -> usize {
    EDGE + row * ROW
}

/// The rows of some places, each once.
fn rows(places: &[Place]) -> Vec<usize> {
    let mut rows: Vec<usize> = places.iter().map(|own| own.row).collect();
    rows.dedup();
    rows
}
