//! The editions and levels that people can choose, with the default editions first.

use tasuki_catalog::{Catalog, Lang, Library, Scale};

/// An edition with its levels.
pub(super) struct EditionChoice {
    pub(super) title: String,
    pub(super) publisher: String,
    /// Whether it is the default edition of its framework.
    pub(super) is_current: bool,
    pub(super) levels: Vec<LevelChoice>,
}

/// A level of an edition.
pub(super) struct LevelChoice {
    /// `scs-2026-03/3`.
    pub(super) value: String,
    /// `★3`; the edition's own title if it has no levels.
    pub(super) title: String,
    pub(super) requirements: usize,
    pub(super) criteria: usize,
}

/// Every edition that can be answered, the current ones first.
pub(super) fn choices(library: &Library, lang: Lang) -> Vec<EditionChoice> {
    let answered: Vec<&Catalog> = library.catalogs().filter(|catalog| library.offers(catalog)).collect();
    let mut sorted = answered.clone();
    sorted.sort_by_key(|catalog| (!is_current(catalog, &answered), place(catalog.scale())));
    let all = sorted.into_iter().map(|catalog| edition(catalog, is_current(catalog, &answered), lang));
    all.collect()
}

/// The editions that customers ask for most often come first.
fn place(scale: Scale) -> u8 {
    match scale {
        Scale::Scs => 0,
        Scale::Jama => 1,
        Scale::YesNo => 2,
        _ => 3,
    }
}

/// Whether no other edition of the framework is its default.
fn is_current(catalog: &Catalog, all: &[&Catalog]) -> bool {
    catalog.is_default() || !all.iter().any(|other| other.framework() == catalog.framework() && other.is_default())
}

fn edition(catalog: &Catalog, is_current: bool, lang: Lang) -> EditionChoice {
    let level = |level: Option<u8>, title: &str| {
        let asked = |criterion: &&tasuki_catalog::Criterion| catalog.asks(level, criterion);
        let requirements = (0..catalog.requirements().len()).filter(|&requirement| {
            catalog.members(requirement).iter().any(|&position| catalog.asks(level, &catalog.criteria()[position]))
        });
        LevelChoice {
            value: format!("{}/{}", catalog.id(), level.map(|level| level.to_string()).unwrap_or_default()),
            title: title.to_owned(),
            requirements: requirements.count(),
            criteria: catalog.criteria().iter().filter(asked).count(),
        }
    };
    let levels: Vec<LevelChoice> = if catalog.levels().is_empty() {
        let all = if lang == Lang::Ja { "すべての項目" } else { "All items" };
        vec![level(None, all)]
    } else {
        catalog.levels().iter().map(|own| level(Some(own.id), own.title.get(lang))).collect()
    };
    EditionChoice {
        title: catalog.title().get(lang).to_owned(),
        publisher: catalog.publisher().get(lang).to_owned(),
        is_current,
        levels,
    }
}

/// The choice for a number of stars: in the current edition of the scheme with the marks ○△×.
pub(super) fn of_star(library: &Library, star: u8) -> Option<String> {
    let catalog = library.catalogs().find(|catalog| catalog.scale() == Scale::Scs && catalog.is_default())?;
    catalog.level(star).map(|level| format!("{}/{}", catalog.id(), level.id))
}
