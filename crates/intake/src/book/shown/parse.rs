//! Parses the code of a number format.

/// One of the up to four sections between semicolons.
#[derive(Debug, Clone, Default)]
pub(super) struct Section {
    pub(super) condition: Option<Condition>,
    pub(super) tokens: Vec<Token>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Literal(String),
    /// `0`, `#` or `?`.
    Digit(char),
    Point,
    Comma,
    Percent,
    /// `E+` or `E-`.
    Exponent(char),
    /// A letter for days and times and its number of repetitions, e.g. `yyyy`.
    Time(char, usize),
    /// `[h]`: hours, minutes or seconds that continue beyond a day.
    Elapsed(char, usize),
    HalfDay,
    General,
    /// `@`.
    Text,
}

#[derive(Debug, Clone)]
pub(super) struct Condition {
    sign: String,
    value: f64,
}

impl Condition {
    #[expect(clippy::float_cmp, reason = "a format compares exactly")]
    pub(super) fn holds(&self, number: f64) -> bool {
        match self.sign.as_str() {
            "=" => number == self.value,
            "<>" => number != self.value,
            "<" => number < self.value,
            "<=" => number <= self.value,
            ">" => number > self.value,
            _ => number >= self.value,
        }
    }
}

impl Token {
    /// How it displays a text, if it is the section for texts.
    pub(super) fn of_text<'t>(&'t self, text: &'t str) -> &'t str {
        match self {
            Self::Literal(literal) => literal,
            Self::Text | Self::General => text,
            _ => "",
        }
    }

    pub(super) fn is_of_time(&self) -> bool {
        matches!(self, Self::Time(..) | Self::Elapsed(..) | Self::HalfDay)
    }
}

/// The longest code that is parsed; spreadsheet programs allow 255 characters.
const LONGEST: usize = 512;

pub(super) fn sections(code: &str) -> Vec<Section> {
    let code: Vec<char> = code.chars().take(LONGEST).collect();
    let (mut sections, mut section, mut at) = (Vec::new(), Section::default(), 0);
    if code.is_empty() {
        return Vec::new();
    }
    while let Some(&c) = code.get(at) {
        if c == ';' {
            sections.push(std::mem::take(&mut section));
            at += 1;
        } else {
            at += token(&code[at..], &mut section).max(1);
        }
    }
    sections.push(section);
    sections
}

/// Reads one token into the section; returns its number of characters.
fn token(code: &[char], section: &mut Section) -> usize {
    let tokens = &mut section.tokens;
    let c = code[0];
    let next = code.get(1).copied();
    let run = code.iter().take_while(|other| other.eq_ignore_ascii_case(&c)).count();
    match c {
        '"' => return quoted(code, tokens),
        '[' => return bracketed(code, section),
        '\\' | '!' => {
            literal(tokens, next.into_iter());
            return 2;
        }
        '_' | '*' => return 2,
        '0' | '#' | '?' => tokens.push(Token::Digit(c)),
        '.' => tokens.push(Token::Point),
        ',' => tokens.push(Token::Comma),
        '%' => tokens.push(Token::Percent),
        '@' => tokens.push(Token::Text),
        'E' if matches!(next, Some('+' | '-')) => {
            tokens.push(Token::Exponent(next.unwrap_or('+')));
            return 2;
        }
        _ if starts_with(code, "general") => {
            tokens.push(Token::General);
            return 7;
        }
        _ if starts_with(code, "am/pm") => {
            tokens.push(Token::HalfDay);
            return 5;
        }
        _ if starts_with(code, "a/p") || starts_with(code, "上午/下午") => {
            tokens.push(Token::HalfDay);
            return if c == '上' { 5 } else { 3 };
        }
        'a' | 'A' if run < 3 => literal(tokens, code[..run].iter().copied()),
        'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' | 'e' | 'g' | 'G' | 'a' | 'A' | 'b' | 'B' => {
            tokens.push(Token::Time(c.to_ascii_lowercase(), run));
            return run;
        }
        _ => literal(tokens, std::iter::once(c)),
    }
    if matches!(c, 'a' | 'A') { run } else { 1 }
}

fn starts_with(code: &[char], word: &str) -> bool {
    word.chars().enumerate().all(|(at, c)| code.get(at).is_some_and(|other| other.to_lowercase().eq(c.to_lowercase())))
}

fn literal(tokens: &mut Vec<Token>, text: impl Iterator<Item = char>) {
    if let Some(Token::Literal(last)) = tokens.last_mut() {
        last.extend(text);
    } else {
        tokens.push(Token::Literal(text.collect()));
    }
}

fn quoted(code: &[char], tokens: &mut Vec<Token>) -> usize {
    let end = code[1..].iter().position(|c| *c == '"').unwrap_or(code.len() - 1);
    literal(tokens, code[1..=end].iter().copied());
    end + 2
}

/// `[Red]`, `[$¥-411]`, `[h]`, `[>=100]`.
fn bracketed(code: &[char], section: &mut Section) -> usize {
    let end = code.iter().position(|c| *c == ']').unwrap_or(code.len() - 1);
    let inner: String = code[1..end.max(1)].iter().collect();
    let lower = inner.to_lowercase();
    let sign: String = inner.chars().take_while(|c| "<>=".contains(*c)).collect();
    let first = lower.chars().next().unwrap_or(' ');
    if !sign.is_empty() {
        let value = inner[sign.len()..].trim().parse().ok();
        section.condition = value.map(|value| Condition { sign, value });
    } else if let Some(currency) = inner.strip_prefix('$') {
        let sign = currency.split('-').next().unwrap_or_default();
        if !sign.is_empty() {
            literal(&mut section.tokens, sign.chars());
        }
    } else if matches!(first, 'h' | 'm' | 's') && lower.chars().all(|c| c == first) {
        section.tokens.push(Token::Elapsed(first, lower.len()));
    }
    end + 1
}
