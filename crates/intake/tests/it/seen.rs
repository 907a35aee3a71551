//! What people see on a sheet that is not a cell's value, or differs from the value of the cell.

use std::io::{Cursor, Write};

use jiff::civil::date;
use tasuki_assess::Status::{Met, NotApplicable, Partial, Unanswered, Unmet};
use tasuki_intake::{ProblemCode, Reading};
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::common::{answer, listed, of, read_as, statuses};

const SCS: &str = "scs-2026-03";
const MAIN: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Cell styles: 0 plain, 1 struck out, then the number formats in order.
fn styles(formats: &[&str]) -> String {
    let code = |(at, code): (usize, &&str)| {
        format!("<numFmt numFmtId=\"{}\" formatCode=\"{}\"/>", 170 + at, code.replace('"', "&quot;"))
    };
    let codes: Vec<String> = formats.iter().enumerate().map(code).collect();
    let xfs: Vec<String> =
        (0..formats.len()).map(|at| format!("<xf numFmtId=\"{}\" fontId=\"0\"/>", 170 + at)).collect();
    format!(
        "<styleSheet><numFmts>{}</numFmts><fonts><font/><font><strike/></font></fonts><cellXfs><xf fontId=\"0\"/><xf fontId=\"1\"/>{}</cellXfs></styleSheet>",
        codes.concat(),
        xfs.concat()
    )
}

/// A workbook of one sheet with its additional parts.
struct Book {
    rows: String,
    after: &'static str,
    relations: Vec<String>,
    parts: Vec<(&'static str, String)>,
    formats: Vec<&'static str>,
    workbook: &'static str,
}

impl Book {
    fn new(rows: &str) -> Self {
        Self {
            rows: rows.to_owned(),
            after: "",
            relations: Vec::new(),
            parts: Vec::new(),
            formats: Vec::new(),
            workbook: "",
        }
    }

    fn with(mut self, kind: &str, part: &'static str, text: &str) -> Self {
        let id = self.parts.len() + 1;
        self.relations.push(format!("<Relationship Id=\"x{id}\" Type=\"{MAIN}/{kind}\" Target=\"/{part}\"/>"));
        self.parts.push((part, text.to_owned()));
        self
    }

    fn read(self) -> Reading<'static> {
        let sheet =
            format!("<worksheet xmlns:r=\"{MAIN}\"><sheetData>{}</sheetData>{}</worksheet>", self.rows, self.after);
        let relation = |id: &str, kind: &str, target: &str| {
            format!("<Relationship Id=\"{id}\" Type=\"{MAIN}/{kind}\" Target=\"{target}\"/>")
        };
        let list = |relations: &str| format!("<Relationships>{relations}</Relationships>");
        let mut parts = vec![
            ("[Content_Types].xml", "<Types/>".to_owned()),
            ("_rels/.rels", list(&relation("r1", "officeDocument", "xl/workbook.xml"))),
            (
                "xl/workbook.xml",
                format!(
                    "<workbook xmlns:r=\"{MAIN}\">{}<sheets><sheet name=\"回答\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>",
                    self.workbook
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                list(&(relation("r1", "worksheet", "worksheets/sheet1.xml") + &relation("r2", "styles", "styles.xml"))),
            ),
            ("xl/worksheets/sheet1.xml", sheet),
            ("xl/worksheets/_rels/sheet1.xml.rels", list(&self.relations.concat())),
            ("xl/styles.xml", styles(&self.formats)),
        ];
        parts.extend(self.parts);
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        read_as(SCS, "a.xlsx", &zip.finish().unwrap().into_inner())
    }
}

/// `O17` with a text, in a style.
fn text(address: &str, style: u32, text: &str) -> String {
    format!("<c r=\"{address}\" s=\"{style}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

fn number(address: &str, style: u32, number: &str) -> String {
    format!("<c r=\"{address}\" s=\"{style}\"><v>{number}</v></c>")
}

const IDS: [&str; 6] = ["1-1-1-1", "1-1-1-2", "1-1-1-3", "1-2-1-1", "1-2-1-2", "1-2-1-3"];

/// Header and one row per cells: identifier, answer, day, note.
fn table(rows: &[String]) -> String {
    let header = ["評価基準No.", "自己評価", "最終確認日", "備考"];
    let header: String =
        header.iter().zip(["A1", "B1", "C1", "D1"]).map(|(heading, address)| text(address, 0, heading)).collect();
    let rows = rows
        .iter()
        .zip(IDS)
        .zip(2..)
        .map(|((cells, id), row)| format!("<row r=\"{row}\">{}{cells}</row>", text(&format!("A{row}"), 0, id)));
    format!("<row r=\"1\">{header}</row>{}", rows.collect::<String>())
}

#[test]
fn what_is_struck_out_is_no_answer() {
    let runs = |address: &str, struck: &str, rest: &str| {
        format!(
            "<c r=\"{address}\" t=\"inlineStr\"><is><r><rPr><strike/></rPr><t>{struck}</t></r><r><rPr><b/></rPr><t>{rest}</t></r></is></c>"
        )
    };
    let rows = table(&[
        text("B2", 1, "○") + &text("D2", 0, "規程"),
        runs("B3", "×", " ○"),
        text("B4", 0, "△") + &text("D4", 1, "廃止した手順"),
        text("B5", 0, "×\u{336}○"),
        text("B6", 0, "○") + &runs("D6", "旧", "新"),
    ]);
    let row = format!("<row r=\"7\">{}{}</row>", text("A7", 1, "1-2-1-3"), text("B7", 1, "○"));
    let reading = Book::new(&(rows + &row)).read();
    assert_eq!(statuses(&reading)[..6], [Unanswered, Met, Partial, Met, Met, Unanswered]);
    assert_eq!(answer(&reading, "1-1-1-3").note, "");
    assert_eq!(answer(&reading, "1-2-1-2").note, "新");
    let struck: Vec<&str> = of(&reading, ProblemCode::StruckOut).iter().map(|told| told.cell.as_str()).collect();
    assert_eq!(struck, ["B2", "A7", "D4"]);
    assert_eq!(of(&reading, ProblemCode::PartlyStruckOut)[0].cell, "B3");
    assert!(!reading.has_errors());
}

#[test]
fn comments_stay_with_their_rows() {
    let comments = "<comments><commentList><comment ref=\"B2\"><text><t>本社のみ</t></text></comment><comment ref=\"B3\"><text><r><t>×（来期に整備）</t></r></text></comment>\
        <comment ref=\"B4\"><text><t>[Threaded comment] Your version of Excel</t></text></comment><comment ref=\"D9\"><text><t>集計</t></text></comment></commentList></comments>";
    let threads = "<ThreadedComments><threadedComment ref=\"B4\"><text>確認済み？</text></threadedComment><threadedComment ref=\"B4\" parentId=\"1\"><text>はい</text></threadedComment></ThreadedComments>";
    let rows = table(&[text("B2", 0, "○"), String::new(), text("B4", 0, "△")]);
    let reading = Book::new(&rows)
        .with("comments", "xl/comments1.xml", comments)
        .with("threadedComment", "xl/threadedComments/threadedComment1.xml", threads)
        .read();
    assert_eq!(statuses(&reading)[..3], [Met, Unanswered, Partial]);
    assert_eq!(answer(&reading, "1-1-1-1").note, "コメント: 本社のみ");
    assert_eq!(answer(&reading, "1-1-1-3").note, "コメント: 確認済み？\nはい");
    assert_eq!(listed(&reading), ["contradictory-marks B3", "comments B2", "other-comments D9"]);
}

#[test]
fn what_is_drawn_is_told_once() {
    let anchor = |row: u32, inner: &str| {
        format!(
            "<xdr:twoCellAnchor><xdr:from><xdr:col>1</xdr:col><xdr:row>{row}</xdr:row></xdr:from><xdr:to><xdr:col>2</xdr:col><xdr:row>{row}</xdr:row></xdr:to>{inner}</xdr:twoCellAnchor>"
        )
    };
    let circle = "<xdr:sp><xdr:spPr><a:prstGeom prst=\"ellipse\"/></xdr:spPr></xdr:sp>";
    let box_of_text = "<xdr:sp><xdr:txBody><a:p><a:r><a:t>○（条件付き）</a:t></a:r></a:p></xdr:txBody></xdr:sp>";
    let drawing =
        format!("<xdr:wsDr>{}{}{}</xdr:wsDr>", anchor(0, "<xdr:pic/>"), anchor(2, circle), anchor(3, box_of_text));
    let controls = "<xml><v:shape><x:ClientData ObjectType=\"Checkbox\"><x:Anchor>1,0,1,0,2,0,2,0</x:Anchor><x:Checked>1</x:Checked></x:ClientData></v:shape>\
        <v:shape><x:ClientData ObjectType=\"Note\"><x:Anchor>1,0,1,0,2,0,2,0</x:Anchor></x:ClientData></v:shape></xml>";
    let rows = table(&[text("B2", 0, "○"), text("B3", 0, "はい・いいえ")]);
    let reading = Book::new(&rows)
        .with("drawing", "xl/drawings/drawing1.xml", &drawing)
        .with("vmlDrawing", "xl/drawings/vmlDrawing1.vml", controls)
        .read();
    assert_eq!(statuses(&reading)[..2], [Met, Unanswered]);
    assert_eq!(listed(&reading), ["contradictory-marks B3", "drawn B3"]);
    assert!(of(&reading, ProblemCode::Drawn)[0].expected.ja.contains("ほか2か所"));
    // A logo above the table is ignored.
    let logo = format!("<xdr:wsDr>{}</xdr:wsDr>", anchor(0, "<xdr:pic/>"));
    let reading = Book::new(&table(&[text("B2", 0, "○")])).with("drawing", "xl/drawings/drawing1.xml", &logo).read();
    assert_eq!(listed(&reading), Vec::<String>::new());
}

#[test]
fn what_lies_under_a_merge_is_not_read() {
    let rows = table(&[text("B2", 0, "×"), text("B3", 0, "○"), text("B4", 0, "△")]);
    let book = Book { after: "<mergeCells><mergeCell ref=\"B2:B3\"/></mergeCells>", ..Book::new(&rows) };
    let reading = book.read();
    assert_eq!(statuses(&reading)[..3], [Unmet, Unmet, Partial]);
    assert_eq!(listed(&reading), ["merged-answer B2:B3", "hidden-value B3"]);
}

#[test]
fn numbers_as_they_are_shown() {
    let formats = vec!["0%", "h:mm", "yyyy/m/d h:mm", "[h]:mm", "00000", "\"○\";;\"×\"", ";;;"];
    let rows = table(&[
        text("B2", 0, "○") + &number("D2", 2, "0.8"),
        text("B3", 0, "○") + &number("D3", 3, "0.395833333333333"),
        text("B4", 0, "○") + &number("D4", 4, "46143.5625"),
        text("B5", 0, "○") + &number("D5", 5, "1.25"),
        number("B6", 7, "1") + &number("D6", 6, "123"),
        number("B7", 7, "0") + &text("D7", 8, "隠れた記入"),
    ]);
    let reading = Book { formats, ..Book::new(&rows) }.read();
    let notes = IDS.map(|id| answer(&reading, id).note.clone());
    assert_eq!(notes, ["80%", "9:30", "2026/5/1 13:30", "30:00", "00123", ""]);
    assert_eq!(statuses(&reading)[4..6], [Met, Unmet]);
    assert_eq!(listed(&reading), ["hidden-value D7"]);
}

#[test]
fn days_from_1904_and_days_to_come() {
    let formats = vec!["ggge\"年度\"", "yyyy/m/d"];
    let rows = table(&[
        text("B2", 0, "○") + &number("C2", 0, "44681"),
        text("B3", 0, "○") + &number("C3", 2, "44681"),
        text("B4", 0, "○") + &number("C4", 3, "45000"),
        text("B5", 0, "○") + &text("C5", 0, "2027/3/1(予定)"),
        text("B6", 0, "○") + &text("C6", 0, "平成40年3月1日"),
        text("B7", 0, "○") + &text("C7", 0, "2025/11/1、2026/5/1"),
    ]);
    let reading = Book { formats, workbook: "<workbookPr date1904=\"1\"/>", ..Book::new(&rows) }.read();
    let day = Some(date(2026, 5, 1));
    assert_eq!(IDS.map(|id| answer(&reading, id).confirmed), [day, day, None, None, None, day]);
    assert_eq!(listed(&reading), ["future-date C4", "future-date C5", "future-date C6"]);
    assert!(reading.has_errors());
    assert_eq!(answer(&reading, "1-2-1-1").note, "2027/3/1(予定)");
}

#[test]
fn links_errors_and_rows_that_go_on() {
    let relations = vec![format!(
        "<Relationship Id=\"h1\" Type=\"{MAIN}/hyperlink\" Target=\"https://files.example.jp/rules/3.pdf\" TargetMode=\"External\"/>"
    )];
    let formula = "<c r=\"D3\" t=\"str\"><f>HYPERLINK(\"https://files.example.jp/4\",\"こちら\")</f><v>こちら</v></c>";
    let rows = table(&[
        text("B2", 0, "○") + &text("D2", 0, "こちら"),
        text("B3", 0, "○") + formula,
        text("B4", 0, "対象外") + "<c r=\"D4\" t=\"e\"><v>#REF!</v></c>",
        text("B5", 0, "○") + &text("D5", 0, "規程 第3条"),
    ]);
    let more = format!(
        "<row r=\"6\">{}</row><row r=\"7\">{}{}</row><row r=\"9\">{}</row>",
        text("D6", 0, "続き"),
        text("A7", 0, "〃"),
        text("D7", 0, "さらに"),
        text("D9", 0, "離れた記入")
    );
    let book = Book {
        after: "<hyperlinks><hyperlink ref=\"D2\" r:id=\"h1\"/></hyperlinks>",
        relations,
        ..Book::new(&(rows + &more))
    };
    let reading = book.read();
    assert_eq!(answer(&reading, "1-1-1-1").note, "こちら（https://files.example.jp/rules/3.pdf）");
    assert_eq!(answer(&reading, "1-1-1-2").note, "こちら（https://files.example.jp/4）");
    assert_eq!(answer(&reading, "1-1-1-3").status, NotApplicable);
    assert_eq!(answer(&reading, "1-2-1-1").note, "規程 第3条\n続き\nさらに");
    assert_eq!(
        listed(&reading),
        ["error-value D4", "continued-note D6", "other-note D9", "not-applicable-without-reason B4"]
    );
}

#[test]
fn strings_that_are_not_there() {
    let strings = "<sst><si><t>題名</t></si><si><t>○</t></si></sst>";
    let cell = |address: &str, at: &str| format!("<c r=\"{address}\" t=\"s\"><v>{at}</v></c>");
    let rows = table(&[cell("B2", "-1"), cell("B3", "1"), cell("B4", "7")]);
    let book = Book::new(&rows);
    let mut parts = book.parts.clone();
    parts.push(("xl/sharedStrings.xml", strings.to_owned()));
    let reading = Book { parts, ..book }.read();
    assert_eq!(statuses(&reading)[..3], [Unanswered, Met, Unanswered]);
    assert_eq!(listed(&reading), ["unreadable-mark B4"]);
}

#[test]
fn a_link_over_several_cells_belongs_to_each() {
    let relations = vec![format!(
        "<Relationship Id=\"h1\" Type=\"{MAIN}/hyperlink\" Target=\"https://files.example.jp/3.pdf\" TargetMode=\"External\"/>"
    )];
    let rows = table(
        &[1, 2, 3].map(|row| text(&format!("B{}", row + 1), 0, "○") + &text(&format!("D{}", row + 1), 0, "規程")),
    );
    let after =
        "<hyperlinks><hyperlink ref=\"D2:D3\" r:id=\"h1\"/><hyperlink ref=\"A5:XFD1048576\" r:id=\"h1\"/></hyperlinks>";
    let reading = Book { after, relations, ..Book::new(&rows) }.read();
    let notes = ["1-1-1-1", "1-1-1-2", "1-1-1-3"].map(|id| answer(&reading, id).note.clone());
    assert_eq!(notes, ["規程（https://files.example.jp/3.pdf）", "規程（https://files.example.jp/3.pdf）", "規程"]);
}

#[test]
fn a_comment_on_the_heading_of_the_answers_is_told() {
    let comments = "<comments><commentList><comment ref=\"B1\"><text><t>昨年のままです</t></text></comment></commentList></comments>";
    let reading = Book::new(&table(&[text("B2", 0, "○")])).with("comments", "xl/comments1.xml", comments).read();
    assert_eq!(listed(&reading), ["other-comments B1"]);
}

#[test]
fn ticks_that_are_only_drawn_are_an_error() {
    let control = |row: u32, ticked: &str| {
        format!(
            "<v:shape><x:ClientData ObjectType=\"Checkbox\"><x:Anchor>1,0,{row},0,2,0,{},0</x:Anchor>{ticked}</x:ClientData></v:shape>",
            row + 1
        )
    };
    let ticked = "<x:Checked>1</x:Checked>";
    let drawn = |controls: String, rows: &[String]| {
        let controls = format!("<xml>{controls}</xml>");
        Book::new(&table(rows)).with("vmlDrawing", "xl/drawings/vmlDrawing1.vml", &controls).read()
    };
    let rows = [String::new(), text("B3", 0, "○"), String::new()];
    let reading = drawn(control(1, ticked) + &control(2, ticked) + &control(3, ""), &rows);
    assert!(reading.has_errors());
    assert_eq!(listed(&reading), ["drawn B2"]);
    let reading = drawn(control(1, "") + &control(2, ticked), &rows);
    assert!(!reading.has_errors());
    assert_eq!(listed(&reading), ["drawn B2"]);
}
