//! Help, manual pages and the reference, in both languages.
//!
//! The English texts are the doc comments of [`crate::arguments`]; the Japanese ones are in [`JAPANESE`], and a
//! test checks that none is missing.

use std::{fs, path::Path};

use clap::{Command, CommandFactory};
use tasuki_catalog::Lang;

use crate::{
    arguments::Arguments,
    failure::Failure,
    output::{Output, say},
};

/// Command path and argument (empty: the command itself) → Japanese help.
const JAPANESE: &[(&str, &str, &str)] = &[
    ("tasuki", "", "記入済みのシートから、サプライチェーンのセキュリティ指針に対する自社の状況を測ります。"),
    ("tasuki", "format", "標準出力に書く形式"),
    ("tasuki", "lang", "文の言語。指定がなければロケールに従います"),
    ("tasuki assess", "", "回答シートを評価します: 満たした項目、残った項目、次にすること"),
    ("tasuki assess", "output", "文書を書きます: .xlsx .pdf .html .json。何度でも指定できます"),
    ("tasuki assess", "organization", "文書に載せる組織の名前"),
    ("tasuki assess", "points", "点数で数える枠組みの、適合・一部・不適合の点（例 2,1,0）"),
    ("tasuki assess", "fail_on_open", "残った項目があれば終了コード 1 で終わります"),
    (
        "tasuki assess",
        "strict",
        "シートに誤り（読めない記号、未知の番号など）があれば、評価できても終了コード 3 で終わります",
    ),
    ("*", "file", "回答が書かれたファイル（.xlsx、CSV、JSON）"),
    ("*", "framework", "シートの版または枠組み。識別子から分からないときに指定します"),
    ("*", "level", "評価する水準（3、4。JAMA は 1〜3）。指定がなければ最も高い水準"),
    ("*", "sheets", "使うシートの名前。複数のシートが同じ項目に答えているときに指定します。何度でも指定できます"),
    ("*", "as_of", "期間を判定する日。指定がなければ今日"),
    ("tasuki suggest", "", "シートの回答から、別の指針について分かることを提案します"),
    ("tasuki suggest", "to", "提案したい版または枠組み"),
    ("tasuki carry", "", "回答を別の版へ引き継ぎ、もう一度答える項目を示します"),
    ("tasuki carry", "to", "引き継ぐ先の版"),
    ("tasuki carry", "output", "新しいシート（.xlsx）"),
    ("tasuki template", "", "空の回答シートを書きます"),
    ("tasuki template", "framework", "版または枠組み"),
    ("tasuki template", "output", "書くシート（.xlsx）。まだないファイルの名前にします"),
    ("tasuki profile", "", "現状と目標のプロファイルを比べ、差を示します"),
    ("tasuki profile", "current", "現状のシート"),
    ("tasuki profile", "target", "目標のシート。適合または一部とした項目が目標です"),
    ("tasuki profile", "framework", "両方のシートの版または枠組み。識別子から分からないときに指定します"),
    ("tasuki catalog", "", "指針を調べます"),
    ("tasuki catalog list", "", "版を一覧します"),
    ("tasuki catalog show", "", "版を、または評価基準ひとつを示します"),
    ("tasuki catalog show", "id", "版または枠組み"),
    ("tasuki catalog show", "criterion", "この評価基準または要求事項だけ"),
    ("tasuki catalog check", "", "自分で作ったカタログのフォルダを検査します"),
    ("tasuki catalog check", "folder", "catalog.toml のあるフォルダ"),
    ("tasuki scheme", "", "★への道を示します: 段階、行う人、必要なもの、有効期間"),
    ("tasuki scheme show", "", "制度を、または一つの★を示します"),
    ("tasuki scheme show", "id", "制度の名前"),
    ("tasuki scheme show", "star", "この★だけ"),
    ("tasuki scheme check", "", "自分で作った制度のファイルを検査します"),
    ("tasuki scheme check", "file", "制度の TOML ファイル"),
    ("tasuki scheme overlay", "", "自分で作った制度のファイルを、組み込みのものの代わりに使います"),
    ("tasuki scheme overlay add", "", "制度のファイルを検査して、この計算機に置きます"),
    ("tasuki scheme overlay add", "file", "制度の TOML ファイル"),
    ("tasuki scheme overlay list", "", "この計算機に置いた制度を一覧します"),
    ("tasuki scheme overlay remove", "", "置いた制度を消し、組み込みのものに戻します"),
    ("tasuki scheme overlay remove", "id", "制度の名前"),
    ("tasuki submission", "", "提出版（評価を固めたファイル）を、サーバーなしで読みます"),
    ("tasuki submission show", "", "提出版の中身を示します"),
    ("tasuki submission show", "file", "提出版のファイル（JSON）"),
    ("tasuki submission show", "criterion", "この評価基準だけ"),
    ("tasuki submission verify", "", "提出版が正しい形か、知らされた SHA-256 と合うかを確かめます"),
    ("tasuki submission verify", "file", "提出版のファイル（JSON）"),
    ("tasuki submission verify", "digest", "知らされた SHA-256（16進64桁）"),
    (
        "tasuki submission verify",
        "evidence",
        "証跡のファイルがあるフォルダ。提出版が名指す SHA-256 と合うかを確かめます",
    ),
    ("tasuki submission diff", "", "二つの提出版の違いを、評価基準ごとに示します"),
    ("tasuki submission diff", "before", "前の提出版"),
    ("tasuki submission diff", "after", "後の提出版"),
    ("tasuki package", "", "申請の一式（提出版と、それに添えるすべてのファイル）を、サーバーなしで読みます"),
    ("tasuki package show", "", "一式に何が入っているかを示します"),
    ("tasuki package show", "file", "一式のファイル（ZIP）"),
    (
        "tasuki package verify",
        "",
        "一式のどのファイルも作られたときのままで、欠けも増えもないか、中の提出版が正しいかを確かめます",
    ),
    ("tasuki package verify", "file", "一式のファイル（ZIP）"),
    ("tasuki package verify", "digest", "知らされた SHA-256（一式または SHA256SUMS のもの。16進64桁）"),
    ("tasuki sample", "", "実地審査の抽出を、サーバーなしでやり直します"),
    ("tasuki sample draw", "", "母集団から、種を使って抽出します。誰が引いても、サーバーと同じものになります"),
    ("tasuki sample draw", "list", "母集団の一覧（1行に1件）"),
    ("tasuki sample draw", "seed", "抽出の種"),
    ("tasuki sample draw", "size", "抽出する件数。母集団がそれより少なければ、すべて"),
    ("tasuki sample draw", "digest", "母集団を固定した SHA-256（16進64桁）。違う一覧からは抽出しません"),
    ("tasuki scan", "", "検査の道具が見つけたことと、ソフトウェアの一覧を読みます"),
    ("tasuki scan read", "", "検査結果またはソフトウェアの一覧を読み、どの道具のものでも同じ形で示します"),
    (
        "tasuki scan read",
        "file",
        "nmap・Nessus・OpenVAS・OpenSCAP の XML、Trivy・Grype・KEV・CycloneDX・SPDX の JSON、EPSS の CSV",
    ),
    (
        "tasuki scan judge",
        "",
        "見つかったことを、ある版の評価基準と突き合わせます: 満たしていない疑い、人が判断するもの、先に見るもの",
    ),
    (
        "tasuki scan judge",
        "files",
        "検査結果とソフトウェアの一覧。`tasuki scan read` が読むものなら何でも、何個でも指定できます",
    ),
    ("tasuki scan judge", "framework", "突き合わせる版または枠組み"),
    (
        "tasuki scan judge",
        "targets",
        "対象の一覧（CSV）: 名前、アドレス、適用範囲、理由、露出、種類、担当。書き方は docs/scans.md にあります",
    ),
    ("tasuki scan judge", "kev", "悪用が確認された脆弱性の一覧（CISA KEV の JSON）。優先度に使います"),
    ("tasuki scan judge", "epss", "悪用されやすさの点数（EPSS の CSV）。優先度に使います"),
    ("tasuki scan judge", "as_of", "期限を数える日。指定がなければ今日"),
    ("tasuki catalog search", "", "言葉で評価基準を探します"),
    ("tasuki catalog search", "words", "すべて含まれるべき言葉。2文字から探せます"),
    ("tasuki catalog search", "framework", "この版または枠組みの中だけ"),
    ("tasuki catalog diff", "", "二つの版の違いを示します"),
    ("tasuki catalog diff", "from", "古い版"),
    ("tasuki catalog diff", "to", "新しい版"),
    ("tasuki catalog overlay", "", "手元にある公式の文を、Tasuki の文と並べて示します"),
    ("tasuki catalog overlay add", "", "公式の文をファイルから読み、このコンピュータに置きます"),
    ("tasuki catalog overlay add", "file", "識別子と公式の文があるファイル"),
    ("tasuki catalog overlay add", "framework", "ファイルの版または枠組み。識別子から分からないときに指定します"),
    ("tasuki catalog overlay list", "", "このコンピュータに置いた公式の文を一覧します"),
    ("tasuki catalog overlay remove", "", "公式の文を消します"),
    ("tasuki catalog overlay remove", "framework", "版または枠組み"),
    ("tasuki crosswalk", "", "指針どうしの対応を調べます"),
    ("tasuki crosswalk list", "", "対応表を一覧します"),
    ("tasuki crosswalk show", "", "二つの版の評価基準の対応を示します"),
    ("tasuki crosswalk show", "from", "左の版または枠組み"),
    ("tasuki crosswalk show", "to", "右の版または枠組み"),
    (
        "tasuki crosswalk show",
        "via",
        "この版を経て合成します。何度でも指定できます。指定がなく直接の対応表もなければ最短の経路",
    ),
    ("tasuki benchmark", "", "四つの指針が経営ガイドラインの項目をどれだけ扱うかを示します"),
    ("tasuki benchmark show", "", "全項目の評価、引用ページ、CSF の対応を示します"),
    ("tasuki serve", "", "会社の評価を皆で進めるウェブアプリケーションを開きます"),
    ("tasuki serve", "listen", "待ち受けるアドレス。省くと 127.0.0.1:8642。ポート 0 は空いているもの"),
    ("*", "data", "埋め込みデータベースと証跡を置くフォルダ。省くと tasuki-data"),
    ("*", "database", "埋め込みの代わりに使う PostgreSQL"),
    (
        "*",
        "blobs",
        "証跡のファイルを置く場所（フォルダまたは s3://バケット/接頭辞）。省くとデータのフォルダの中の blobs",
    ),
    ("*", "config", "サーバーの設定ファイル（TOML）。コマンドラインと環境変数が優先します"),
    ("tasuki serve", "base_url", "利用者が開くアドレス。省くと http://localhost とポート"),
    (
        "tasuki serve",
        "smtp",
        "メールサーバ: <smtp://利用者:パスワード@ホスト:587?from=差出人>。省くと、リンクを送らずに画面へ表示します",
    ),
    ("tasuki serve", "log_format", "ログの形式: text は人が読む行、json は1行に1つの JSON"),
    ("tasuki serve", "log", "ログに書くもの: error、warn、info、debug。省くと info"),
    (
        "tasuki serve",
        "request_limit",
        "セッションまたは API トークンごとの、1秒あたりの要求の数。一度にはその10倍まで。省くと 100、0 は制限なし",
    ),
    ("tasuki serve", "sign_in_limit", "アドレスごとの、1分あたりのサインインの試みの数。省くと 30、0 は制限なし"),
    ("tasuki serve", "connection_limit", "同時に受け付ける接続の数。省くと 4096（システムが許す数まで）"),
    (
        "tasuki serve",
        "address_connection_limit",
        "同じ接続元（IPv6 では /64）から同時に受け付ける接続の数。この計算機からは数えない。省くと 512",
    ),
    (
        "tasuki serve",
        "metrics_token",
        "ほかのコンピュータから /metrics を開くトークン。省くと、このコンピュータからだけ開けます",
    ),
    (
        "tasuki serve",
        "allow_private_webhooks",
        "Webhook をサーバー自身のネットワークや http にも送れるようにします。Webhook を作れる人は、サーバーから届く所すべてに届くようになります",
    ),
    (
        "tasuki serve",
        "organizations_by",
        "組織を作れる人: administrators はどこかの組織の管理者（省くとこれ）、everybody はアカウントのある全員、machine はこのコンピュータでだけ",
    ),
    (
        "tasuki serve",
        "audit_heads",
        "監査ログの鎖の末尾を1日1回書き足すファイル。省くとデータの隣の audit-heads.jsonl。別のコンピュータに置くと、ログの書き換えがあとから分かります",
    ),
    ("tasuki serve", "demo", "空のデータベースに例の会社を入れ、その管理者としてサインインするリンクを表示します"),
    (
        "tasuki backup",
        "",
        "サーバーのデータのバックアップを書きます。動いている間もできます: データベースと証跡をひとつのファイルに、確かめて",
    ),
    ("tasuki backup", "file", "書くファイル（.tar、まだないもの）。フォルダなら、時刻を名前にしたファイルをその中に"),
    ("tasuki restore", "", "バックアップを空の場所に戻します"),
    ("tasuki restore", "file", "バックアップ"),
    ("tasuki restore", "check", "バックアップを読んで確かめるだけで、何も書きません"),
    ("tasuki organization", "", "組織を扱います"),
    (
        "tasuki organization add",
        "",
        "組織を作ります。サーバーが動いている間もできます。アカウントのある人がその管理者になります",
    ),
    ("tasuki organization add", "name", "組織の名前"),
    ("tasuki organization add", "administrator", "管理者になるアカウントのメールアドレス"),
    ("tasuki audit", "", "誰が何をしたかのログを扱います"),
    (
        "tasuki audit verify",
        "",
        "すべての組織とサーバー自身の監査ログの鎖をたどり、いまのデータと照らし合わせます。最初に合わない記録と、ログの裏で変えられたものを示します",
    ),
    (
        "tasuki audit verify",
        "heads",
        "別の場所に取っておいた鎖の末尾（サーバーが書くファイル、保存したメール、audit heads やこのコマンドの出力）。すべてログに残っているか確かめます",
    ),
    ("tasuki audit heads", "", "鎖の末尾を書き出します。サーバーの管理者の手が届かない場所に取っておきます"),
    ("tasuki audit export", "", "監査ログを JSON（1 行に 1 件）で書きます"),
    ("tasuki audit export", "organization", "この組織のログだけ。server はサーバー自身のログ"),
    ("tasuki audit export", "output", "標準出力の代わりに書くファイル（まだないもの）"),
    (
        "tasuki user erase",
        "",
        "人を消去します。アカウントは終わり、名前とメールアドレスは消え、したことは何も語らない名前で残ります。取り消せません",
    ),
    ("tasuki user erase", "person", "メールアドレス、または識別子"),
    ("tasuki user erase", "yes", "はい。取り消せないことを承知しています"),
    ("tasuki db", "", "データベースを扱います"),
    (
        "tasuki db copy",
        "",
        "データベースを別のエンジンや場所（空であること）に写し、すべての表が届いたことを確かめます。証跡のファイルは動かしません",
    ),
    ("tasuki db copy", "to", "写す先: フォルダ、または postgres://利用者@ホスト/名前"),
    ("tasuki user", "", "アカウントを扱います。動いているサーバーの横でもできます: 誰もサインインできなくなったときに"),
    ("tasuki user list", "", "全員を一覧します: サインインの方法、所属、止められているか"),
    ("tasuki user reset", "", "本人が新しいパスワードを決めるリンクを出します。1時間有効です"),
    ("tasuki user disable", "", "アカウントを止めます。サインイン、API トークン、カレンダーの配信がすぐに終わります"),
    ("tasuki user enable", "", "アカウントを戻します。前に開いていたものは閉じたままです"),
    ("tasuki user remove-factor", "", "なくした人の二要素を外し、サインインをすべて終わらせます"),
    (
        "tasuki user remove-factor",
        "factor",
        "外すもの: all（パスキー、認証アプリ、復旧コード）、passkeys、codes（認証アプリと復旧コード）、provider（会社のアカウント）",
    ),
    ("*", "mail", "アカウントのメールアドレス"),
    ("*", "base_url", "リンクに使う、利用者が開くアドレス。省くと http://localhost:8642"),
    ("tasuki bench", "", "このプログラムの速さを、このコンピュータで測ります"),
    ("tasuki bench evaluate", "", "153 件の回答の評価"),
    ("tasuki bench portfolio", "", "詰めて並べた 100 万組織の評価（1 コア）"),
    ("tasuki bench intake", "", "回答シートの読み込み"),
    ("tasuki bench report", "", "ワークブック、PDF、HTML の書き出し"),
    ("tasuki completions", "", "シェルの補完スクリプトを出力します"),
    ("tasuki completions", "shell", "シェル"),
    ("tasuki man", "", "マニュアルページをフォルダに書きます"),
    ("tasuki man", "folder", "フォルダ（すでにあること）"),
    ("tasuki reference", "", "全コマンドの説明を Markdown で出力します"),
];

/// The command with its help in `lang`.
pub(crate) fn command(lang: Lang) -> Command {
    let mut command = Arguments::command();
    command.build();
    match lang {
        Lang::Ja => japanese(command, "tasuki"),
        Lang::En => command,
    }
}

/// The language of the help, needed before the arguments are parsed: `--lang`, otherwise the locale, otherwise
/// Japanese, the default language.
pub(crate) fn wanted_language(mut arguments: impl Iterator<Item = String>) -> Lang {
    let mut asked = None;
    while let Some(argument) = arguments.next() {
        if argument == "--lang" {
            asked = arguments.next();
        } else if let Some(value) = argument.strip_prefix("--lang=") {
            asked = Some(value.to_owned());
        }
    }
    let locale = asked.or_else(sys_locale::get_locale).unwrap_or_default().to_lowercase();
    let plain = ["", "c", "posix"].contains(&locale.split(['.', '_', '-']).next().unwrap_or_default());
    if plain || locale.starts_with("ja") { Lang::Ja } else { Lang::En }
}

fn found(path: &str, argument: &str) -> Option<&'static str> {
    let exact = JAPANESE.iter().find(|(own, name, _)| *own == path && *name == argument);
    exact.or_else(|| JAPANESE.iter().find(|(own, name, _)| *own == "*" && *name == argument)).map(|(.., help)| *help)
}

fn japanese(mut command: Command, path: &str) -> Command {
    if let Some(about) = found(path, "") {
        command = command.about(about).long_about(about);
    }
    // The arguments are changed in place: removing and reinserting single arguments (`mut_arg`) would leave names
    // in the built command that refer to other arguments.
    command = command.mut_args(|argument| {
        let help = match argument.get_id().as_str() {
            "help" => Some("使い方を示します"),
            "version" => Some("版を示します"),
            id @ ("format" | "lang") => found("tasuki", id),
            id => found(path, id),
        };
        match help {
            Some(help) => argument.help(help).long_help(help),
            None => argument,
        }
    });
    let children: Vec<_> = command.get_subcommands().map(|child| child.get_name().to_owned()).collect();
    for name in children {
        let path = format!("{path} {name}");
        command = command.mut_subcommand(&name, |child| match name.as_str() {
            "help" => child.about("コマンドの使い方を示します"),
            _ => japanese(child, &path),
        });
    }
    command
}

/// Writes one manual page per command.
pub(crate) fn write_manual(folder: &Path, output: &Output) -> Result<(), Failure> {
    let mut pages = 0;
    for (name, command) in flatten(&command(output.lang)) {
        let mut page = Vec::new();
        let title = name.replace(' ', "-");
        let file = folder.join(format!("{title}.1"));
        clap_mangen::Man::new(command)
            .title(title)
            .render(&mut page)
            .and_then(|()| fs::write(&file, page))
            .map_err(|error| Failure::write(&file, &error))?;
        pages += 1;
    }
    output.remark(say!(
        output.lang,
        "マニュアル {pages} ページを {} に書きました",
        "wrote {pages} manual pages to {}",
        folder.display()
    ));
    Ok(())
}

/// All commands as Markdown, in Japanese and English side by side.
pub(crate) fn reference() -> String {
    let pairs = flatten(&command(Lang::Ja)).into_iter().zip(flatten(&command(Lang::En)));
    let sections: String = pairs.map(|((name, japanese), (_, english))| section(&name, &japanese, english)).collect();
    format!(
        "# `tasuki`\n\n<!-- Generated by `cargo xtask generate`; do not edit. -->\n\n\
         Exit codes: 0 done · 1 open criteria with `--fail-on-open` · 2 wrong usage · 3 bad input.\n{}",
        sections.trim_end()
    )
}

/// One command: its description, usage and arguments.
fn section(name: &str, japanese: &Command, mut english: Command) -> String {
    let about = |command: &Command| command.get_about().map(ToString::to_string).unwrap_or_default();
    let usage = english.render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ");
    let rows: Vec<String> = japanese
        .get_arguments()
        .zip(english.get_arguments())
        .filter(|(argument, _)| !["help", "version"].contains(&argument.get_id().as_str()))
        .filter(|(argument, _)| name == "tasuki" || !argument.is_global_set())
        .map(|(ja, en)| {
            let help = |argument: &clap::Arg| argument.get_help().map(ToString::to_string).unwrap_or_default();
            format!("| `{en}` | {} | {} |\n", help(ja), help(en))
        })
        .collect();
    let rows = rows.concat();
    let head = if rows.is_empty() { "" } else { "\n| | 日本語 | English |\n| --- | --- | --- |\n" };
    format!("\n## `{name}`\n\n{}\n{}\n\n```\n{usage}\n```\n{head}{rows}", about(japanese), about(&english))
}

/// Every visible command with its full name, parents first.
fn flatten(command: &Command) -> Vec<(String, Command)> {
    fn visit(command: &Command, name: &str, found: &mut Vec<(String, Command)>) {
        found.push((name.to_owned(), command.clone()));
        for child in command.get_subcommands().filter(|child| !child.is_hide_set() && child.get_name() != "help") {
            visit(child, &format!("{name} {}", child.get_name()), found);
        }
    }
    let mut found = Vec::new();
    visit(command, "tasuki", &mut found);
    found
}

#[cfg(test)]
mod tests {
    use tasuki_catalog::Lang;

    use super::{command, flatten, wanted_language};

    #[test]
    fn every_command_and_argument_has_japanese_help() {
        for ((name, japanese), (_, english)) in flatten(&command(Lang::Ja)).into_iter().zip(flatten(&command(Lang::En)))
        {
            assert_ne!(
                japanese.get_about().map(ToString::to_string),
                english.get_about().map(ToString::to_string),
                "{name}"
            );
            for (ja, en) in japanese.get_arguments().zip(english.get_arguments()) {
                let help = |argument: &clap::Arg| argument.get_help().map(ToString::to_string);
                assert_ne!(help(ja), help(en), "{name} {}", ja.get_id());
            }
        }
    }

    #[test]
    fn options_mean_the_same_in_both_languages() {
        for lang in [Lang::Ja, Lang::En] {
            let line =
                ["tasuki", "serve", "--listen", "127.0.0.1:0", "--base-url", "http://localhost:1", "--log", "warn"];
            let matches = command(lang).try_get_matches_from(line).unwrap();
            let (_, serve) = matches.subcommand().unwrap();
            assert_eq!(serve.get_one::<String>("base_url").unwrap(), "http://localhost:1");
            assert_eq!(serve.get_one::<String>("log").unwrap(), "warn");
        }
    }

    #[test]
    fn the_language_is_asked_for_on_the_command_line() {
        let wanted = |line: &str| wanted_language(line.split(' ').map(str::to_owned));
        assert_eq!(wanted("tasuki catalog list --lang en"), Lang::En);
        assert_eq!(wanted("tasuki --lang=ja catalog list"), Lang::Ja);
    }
}
