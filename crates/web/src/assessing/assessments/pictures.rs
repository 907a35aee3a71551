//! Charts of an assessment, drawn by `report` and embedded in pages unchanged.

use jiff::civil::Date;
use tasuki_app::overview::AreaMap;
use tasuki_app::timeline::Point;
use tasuki_catalog::{Catalog, Lang};
use tasuki_report::{Axis, Mark, Row, bars, burndown, radar};

/// The maximum number of axes that are readable in a radar chart.
const CORNERS: std::ops::RangeInclusive<usize> = 5..=12;

/// The line of open criteria.
pub(crate) fn line(points: &[Point], due: Option<Date>, lang: Lang) -> String {
    let marks: Vec<Mark> =
        points.iter().map(|point| Mark { day: point.day, open: point.open(), asked: point.total }).collect();
    burndown(&marks, due, lang)
}

/// The name of an area; an edition without areas has one area with the edition's name.
pub(crate) fn area_name<'a>(catalog: &'a Catalog, id: Option<&str>, lang: Lang) -> &'a str {
    let area = id.and_then(|id| catalog.areas().find(|area| area.id == id));
    area.map_or_else(|| catalog.title().get(lang), |area| area.title.get(lang))
}

/// A radar chart if there are a few areas, else bars: per area, or per requirement if there are no areas.
pub(super) fn areas(catalog: &Catalog, areas: &[AreaMap], lang: Lang) -> String {
    if CORNERS.contains(&areas.len()) {
        let axes: Vec<Axis<'_>> = areas
            .iter()
            .map(|area| Axis {
                label: area_name(catalog, area.id.as_deref(), lang),
                satisfied: area.satisfied,
                asked: area.counts.total(),
            })
            .collect();
        return radar(&axes, lang);
    }
    if let [only] = areas {
        let requirements: Vec<_> =
            only.requirements.iter().map(|one| (&catalog.requirements()[one.position], one)).collect();
        if CORNERS.contains(&requirements.len()) {
            let axes: Vec<Axis<'_>> = requirements
                .iter()
                .map(|(requirement, one)| Axis {
                    label: requirement.title.get(lang),
                    satisfied: one.satisfied,
                    asked: one.asked,
                })
                .collect();
            return radar(&axes, lang);
        }
        return String::new();
    }
    let rows: Vec<Row<'_>> = areas
        .iter()
        .map(|area| Row {
            label: area_name(catalog, area.id.as_deref(), lang),
            counts: area.counts,
            satisfied: area.satisfied,
        })
        .collect();
    bars(&rows, lang)
}
