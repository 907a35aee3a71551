//! Numbers displayed as numbers.

use super::parse::Token;

/// How a number is displayed; `None` if the format is not supported.
pub(super) fn show(tokens: &[Token], number: f64) -> Option<String> {
    if !number.is_finite() || number.abs() >= 1e15 {
        return None;
    }
    if tokens.iter().any(|token| matches!(token, Token::Exponent(_))) {
        return exponent(tokens, number);
    }
    let is_number = |token: &Token| matches!(token, Token::Digit(_));
    let (Some(first), Some(last)) = (tokens.iter().position(is_number), tokens.iter().rposition(is_number)) else {
        return literals(tokens);
    };
    let percents = tokens.iter().filter(|token| **token == Token::Percent).count();
    let point = tokens[first..=last].iter().position(|token| *token == Token::Point).map(|at| first + at);
    let whole = &tokens[first..point.unwrap_or(last + 1)];
    let fraction = point.map_or(&[][..], |point| &tokens[point + 1..=last]);
    let thousands = tokens[last + 1..].iter().take_while(|token| **token == Token::Comma).count();
    let scale = 100_f64.powi(i32::try_from(percents).ok()?) / 1000_f64.powi(i32::try_from(thousands).ok()?);
    let decimals = fraction.iter().filter(|token| is_number(token)).count();
    let rounded = format!("{:.*}", decimals, rounded(number.abs() * scale, decimals));
    let (digits, after) = rounded.split_once('.').unwrap_or((&rounded, ""));
    let is_zero = rounded.chars().all(|c| matches!(c, '0' | '.'));
    let mut shown = String::new();
    if number < 0.0 && !is_zero {
        shown.push('-');
    }
    shown.push_str(&literals(&tokens[..first])?);
    shown.push_str(&filled(whole, if digits == "0" { "" } else { digits }));
    if point.is_some() {
        shown.push('.');
        shown.push_str(&decimal(fraction, after));
    }
    shown.push_str(&literals(&tokens[last + 1..])?);
    Some(shown.trim().to_owned())
}

/// Halves are rounded up, as spreadsheet programs do.
fn rounded(number: f64, decimals: usize) -> f64 {
    let factor = 10_f64.powi(i32::try_from(decimals).unwrap_or(0));
    let scaled = number * factor;
    if scaled < 1e15 { (scaled + scaled * f64::EPSILON).round() / factor } else { number }
}

/// The literal text around the digits.
fn literals(tokens: &[Token]) -> Option<String> {
    let mut text = String::new();
    for token in tokens {
        match token {
            Token::Literal(literal) => text.push_str(literal),
            Token::Percent => text.push('%'),
            Token::Comma => {}
            Token::Point => text.push('.'),
            _ => return None,
        }
    }
    Some(text)
}

/// The digits before the decimal point, filled from the right; the first placeholder takes all remaining digits.
fn filled(places: &[Token], digits: &str) -> String {
    let grouped = places.contains(&Token::Comma);
    let first = places.iter().position(|token| matches!(token, Token::Digit(_)));
    let (mut left, mut shown, mut count) = (digits.chars().rev().peekable(), Vec::<char>::new(), 0);
    for (at, token) in places.iter().enumerate().rev() {
        match token {
            Token::Literal(literal) => shown.extend(literal.chars().rev()),
            Token::Digit(place) => {
                let mut push = |c: char| {
                    if grouped && count > 0 && count % 3 == 0 {
                        shown.push(',');
                    }
                    shown.push(c);
                    count += 1;
                };
                match (left.next(), place) {
                    (Some(digit), _) => push(digit),
                    (None, '0') => push('0'),
                    _ => {}
                }
                if Some(at) == first {
                    left.by_ref().for_each(&mut push);
                }
            }
            _ => {}
        }
    }
    shown.iter().rev().collect()
}

/// The digits after the decimal point; `#` placeholders show no trailing zeros.
fn decimal(places: &[Token], digits: &str) -> String {
    let marks: Vec<char> =
        places.iter().filter_map(|token| if let Token::Digit(place) = token { Some(*place) } else { None }).collect();
    let mut shown: Vec<char> = digits.chars().collect();
    while shown.last() == Some(&'0') && marks.get(shown.len() - 1) == Some(&'#') {
        shown.pop();
    }
    shown.into_iter().collect()
}

fn exponent(tokens: &[Token], number: f64) -> Option<String> {
    let at = tokens.iter().position(|token| matches!(token, Token::Exponent(_)))?;
    let places = |tokens: &[Token]| tokens.iter().filter(|token| matches!(token, Token::Digit(_))).count();
    let decimals =
        tokens[..at].iter().position(|token| *token == Token::Point).map_or(0, |point| places(&tokens[point..at]));
    let plain = format!("{number:.decimals$e}");
    let (mantissa, power) = plain.split_once('e')?;
    let (sign, power) = power.strip_prefix('-').map_or(("+", power), |power| ("-", power));
    Some(format!("{mantissa}E{sign}{power:0>width$}", width = places(&tokens[at..])))
}
