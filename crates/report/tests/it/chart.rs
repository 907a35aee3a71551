//! Charts are well-formed, contain their figures, and are the same each time.

use jiff::civil::date;
use tasuki_assess::Counts;
use tasuki_catalog::Lang;
use tasuki_report::{Axis, Mark, Row, bars, burndown, radar};

const AXES: [Axis<'_>; 5] = [
    Axis { label: "ガバナンスの整備", satisfied: 8, asked: 8 },
    Axis { label: "取引先管理", satisfied: 3, asked: 4 },
    Axis { label: "<R&D>", satisfied: 0, asked: 2 },
    Axis { label: "Business partner management", satisfied: 1, asked: 3 },
    Axis { label: "なし", satisfied: 0, asked: 0 },
];

fn counts() -> Counts {
    Counts { met: 3, partial: 1, unmet: 1, not_applicable: 0, unanswered: 2 }
}

#[test]
fn a_radar_says_its_figures() {
    let svg = radar(&AXES, Lang::Ja);
    for part in ["8 / 8", "3 / 4", "&lt;R&amp;D&gt;", "Business partner", "領域ごとの充足", "</svg>"] {
        assert!(svg.contains(part), "{part} in {svg}");
    }
    assert!(!svg.contains("NaN"));
    // Two dots are solid: for the area with nothing open, and for the one without criteria.
    assert_eq!(svg.matches(r##"fill="#0017c1" stroke="##).count(), 2);
    assert_eq!(svg, radar(&AXES, Lang::Ja));
}

#[test]
fn the_frame_of_a_radar_holds_long_labels() {
    let axes = [Axis { label: "Security requirements with other companies", satisfied: 1, asked: 2 }; 10];
    let svg = radar(&axes, Lang::En);
    let frame: Vec<f64> = svg.split('"').nth(5).unwrap().split(' ').map(|figure| figure.parse().unwrap()).collect();
    assert!(frame[2] > 480.0, "{frame:?}");
}

#[test]
fn bars_tell_states_apart_without_colour() {
    let row = Row { label: "方針", counts: counts(), satisfied: 3 };
    let svg = bars(&[row], Lang::Ja);
    for part in
        ["方針", "3 / 7", "適合", "一部", "不適合", "対象外", "未回答", "chart-partial-hatch", "stroke-dasharray"]
    {
        assert!(svg.contains(part), "{part} in {svg}");
    }
    // Four states in the row and all five in the legend.
    assert_eq!(svg.matches("<rect class=").count(), 4 + 5);
}

#[test]
fn many_bars_are_cut_and_few_are_not() {
    let label = "Security requirements with other companies of the chain";
    let row = Row { label, counts: counts(), satisfied: 3 };
    assert!(bars(&[row; 3], Lang::En).contains(label));
    let many = bars(&[row; 24], Lang::En);
    assert!(!many.contains(label) && many.contains("Security requirements"));
}

#[test]
fn nothing_to_show_is_still_a_picture() {
    assert!(radar(&[], Lang::Ja).ends_with("</svg>"));
    assert!(bars(&[], Lang::En).ends_with("</svg>"));
}

#[test]
fn a_line_says_where_it_begins_and_ends() {
    let marks = [
        Mark { day: date(2026, 9, 1), open: 81, asked: 81 },
        Mark { day: date(2026, 10, 1), open: 40, asked: 81 },
        Mark { day: date(2026, 11, 21), open: 27, asked: 81 },
    ];
    let svg = burndown(&marks, Some(date(2027, 3, 31)), Lang::Ja);
    for part in ["2026/9/1", "2027/3/31", ">81<", ">27<", "期限", "chart-line", "</svg>"] {
        assert!(svg.contains(part), "{part} in {svg}");
    }
    assert!(!svg.contains("NaN") && !svg.contains("inf"));
    let one = burndown(&marks[..1], None, Lang::En);
    assert!(one.contains("2026/9/1") && !one.contains("NaN"));
    assert!(burndown(&[], None, Lang::Ja).ends_with("</svg>"));
}
