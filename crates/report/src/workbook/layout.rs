//! The columns of an answer sheet, by the scale of its edition. Their names are those of the official sheets and
//! stay Japanese. A catalogue of one's own has no official sheet, whatever its scale.

use tasuki_catalog::{Catalog, Criterion, Library, Scale};

use super::{
    cell::Cell,
    facts::{Facts, Join},
    style::Style,
    table::Column,
};

/// How an answer sheet is laid out.
pub(super) struct Layout {
    /// Name of the sheet.
    pub(super) sheet: &'static str,
    /// The text above the header, if the official sheet has a title.
    pub(super) title: Option<&'static str>,
    /// First column.
    pub(super) left: u16,
    /// Columns about the criteria.
    pub(super) asked: Vec<Field>,
    /// The four columns to fill in: mark, note, date, acceptance.
    pub(super) answered: [Column; 4],
}

/// A column about the criteria.
pub(super) struct Field {
    pub(super) column: Column,
    /// How many columns the text takes; the columns after the first carry headers only.
    pub(super) span: u16,
    /// Rows with the same key are merged into one cell.
    pub(super) join: Option<Join>,
    /// The contents for a criterion.
    pub(super) cell: for<'a> fn(&Facts<'a>, &'a Criterion) -> Cell<'a>,
}

/// The layout for an edition.
pub(super) fn layout(catalog: &Catalog, library: &Library) -> Layout {
    let is_own = library.is_own(catalog.id());
    match catalog.scale() {
        _ if is_own && catalog.levels().is_empty() => plain(12.0, Vec::new()),
        _ if is_own => plain(12.0, vec![field("水準", 8.0, Style::Centre, |facts, one| Cell::text(facts.level(one)))]),
        Scale::Scs => scs(),
        Scale::Jama => jama(),
        Scale::Element => plain(20.0, elements()),
        _ => plain(9.0, Vec::new()),
    }
}

fn scs() -> Layout {
    use Join::{Area, Group, Requirement};
    Layout {
        sheet: "★3・★4要求事項・評価基準",
        title: Some("★3・★4 要求事項及び評価基準"),
        left: 1,
        asked: vec![
            joined("大分類No", 6.0, Style::Centre, Area, |facts, one| Cell::text(facts.area_id(one))),
            joined("大分類", 11.0, Style::Body, Area, |facts, one| Cell::text(facts.area_title(one))),
            joined("中分類No", 6.5, Style::Centre, Group, |facts, one| Cell::text(facts.group_id(one))),
            joined("中分類", 13.0, Style::Body, Group, |facts, one| Cell::text(facts.group_title(one))),
            joined("要求事項No", 8.0, Style::Centre, Requirement, |_, one| Cell::text(&one.requirement)),
            joined("★3対象", 6.0, Style::Centre, Requirement, |facts, one| facts.asked_at(one, 0)),
            joined("★4対象", 6.0, Style::Centre, Requirement, |facts, one| facts.asked_at(one, 1)),
            joined("要求事項の見出し", 14.0, Style::Body, Requirement, |facts, one| {
                Cell::text(facts.requirement_title(one))
            }),
            joined("要求事項", 26.0, Style::Body, Requirement, |facts, one| {
                Cell::text(facts.requirement_statement(one))
            }),
            field("★", 5.0, Style::Centre, |facts, one| Cell::text(facts.level(one))),
            field("評価基準No.", 10.0, Style::Strong, |_, one| Cell::text(&one.id)),
            field("評価基準", 46.0, Style::Body, |facts, one| Cell::made(facts.criterion(one))),
            joined("NIST CSF2.0", 9.0, Style::Centre, Group, |facts, one| Cell::made(facts.csf_function(one))),
        ],
        answered: answered("自己評価", "理由・現状", 32.0),
    }
}

fn jama() -> Layout {
    use Join::Requirement;
    Layout {
        sheet: "チェックシート",
        title: None,
        left: 0,
        asked: vec![
            joined("ラベル", 13.0, Style::Body, Requirement, |facts, one| Cell::made(facts.requirement_name(one))),
            // One sentence of ours covers both the purpose of a label and its requirement; it spans both columns.
            Field {
                span: 2,
                ..joined("目的", 15.0, Style::Body, Requirement, |facts, one| {
                    Cell::text(facts.requirement_statement(one))
                })
            },
            joined("要求事項", 15.0, Style::Body, Requirement, |_, _| Cell::Blank),
            field("No.", 6.0, Style::Strong, |_, one| number(&one.id)),
            field("レベル", 7.0, Style::Centre, |facts, one| Cell::text(facts.level(one))),
            field("達成条件", 24.0, Style::Body, |facts, one| Cell::text(facts.title(one))),
            field("達成基準", 48.0, Style::Body, |facts, one| Cell::made(facts.details(one))),
        ],
        answered: answered("評価結果", "備考(根拠)", 34.0),
    }
}

/// A table without an official model; identifiers are `width` characters wide.
fn plain(width: f64, mut between: Vec<Field>) -> Layout {
    use Join::{Area, Requirement};
    let mut asked = vec![
        joined("領域", 14.0, Style::Body, Area, |facts, one| Cell::text(facts.area_title(one))),
        joined("要求事項", 22.0, Style::Body, Requirement, |facts, one| Cell::made(facts.requirement_name(one))),
    ];
    asked.append(&mut between);
    asked.extend([
        field("番号", width, Style::Strong, |_, one| Cell::text(&one.id)),
        field("見出し", 24.0, Style::Body, |facts, one| Cell::text(facts.title(one))),
        field("評価基準", 58.0, Style::Body, |facts, one| Cell::made(facts.details(one))),
    ]);
    Layout {
        sheet: "回答シート", title: None, left: 0, asked, answered: answered("自己評価", "理由・現状", 36.0)
    }
}

fn elements() -> Vec<Field> {
    vec![field("要素", 11.0, Style::Centre, |facts, one| Cell::text(facts.element(one)))]
}

/// The maturity column, for sheets that were answered with one.
pub(super) const MATURITY: Column = Column::new("成熟度", 8.0, Style::InputCentre);

fn answered(mark: &'static str, note: &'static str, width: f64) -> [Column; 4] {
    [
        Column::new(mark, 10.0, Style::InputCentre),
        Column::new(note, width, Style::Input),
        Column::new("確認日", 11.5, Style::InputDate),
        Column::new("対象外の承認", 9.0, Style::InputCentre),
    ]
}

/// The identifier as a number, if it is one.
fn number(id: &str) -> Cell<'_> {
    id.parse().map_or(Cell::text(id), Cell::Whole)
}

type Content = for<'a> fn(&Facts<'a>, &'a Criterion) -> Cell<'a>;

fn field(header: &'static str, width: f64, style: Style, cell: Content) -> Field {
    Field { column: Column::new(header, width, style), span: 1, join: None, cell }
}

fn joined(header: &'static str, width: f64, style: Style, join: Join, cell: Content) -> Field {
    Field { join: Some(join), ..field(header, width, style, cell) }
}
