//! Codes that are the variants of an enum, with a message and a hint for each. The compiler sees to it that no
//! variant is missing: the methods match them all.

use std::collections::BTreeMap;

use syn::visit::Visit;
use syn::{Expr, ExprMatch, ImplItem, ImplItemFn, Item, ItemImpl, Lit, Pat, Type};

use super::Told;
use super::sources::Source;
use super::texts::{self, Around, Pair};

/// The variants of the enums in a file that have messages and hints; of one of them, or of all.
pub(super) fn read(source: &Source, name: Option<&str>, problems: &mut Vec<String>) -> Vec<Told> {
    let mut told = Vec::new();
    for item in &source.file.items {
        if let Item::Impl(item) = item
            && item.trait_.is_none()
            && name.is_none_or(|name| is_of(item, name))
        {
            told.extend(variants(item, source, problems));
        }
    }
    told
}

fn is_of(item: &ItemImpl, name: &str) -> bool {
    matches!(&*item.self_ty, Type::Path(path) if path.path.is_ident(name))
}

fn variants(item: &ItemImpl, source: &Source, problems: &mut Vec<String>) -> Vec<Told> {
    let method = |names: &[&str]| {
        names.iter().find_map(|name| {
            item.items.iter().find_map(|item| match item {
                ImplItem::Fn(function) if function.sig.ident == name => Some(function),
                _ => None,
            })
        })
    };
    let (Some(message), Some(hint)) = (method(&["message_text", "message", "title"]), method(&["hint_text", "hint"]))
    else {
        return Vec::new();
    };
    let codes = method(&["code"]).map(codes);
    let (messages, hints) = (texts_of(message, source), texts_of(hint, source));
    let mut told = Vec::new();
    for (variant, messages) in &messages {
        let code = match &codes {
            Some(codes) => codes.get(variant).cloned().unwrap_or_default(),
            // What serde makes of it.
            None => kebab(variant),
        };
        let (place, hints) = (source.name.clone(), hints.get(variant).cloned().unwrap_or_default());
        for (texts, what) in [(messages, "message"), (&hints, "hint")] {
            if texts.is_empty() || code.is_empty() {
                problems.push(format!("{place}: {variant} ({code}): its {what} or its code cannot be read"));
            }
        }
        told.push(Told { code, place, messages: messages.clone(), hints });
    }
    let missing = codes.iter().flatten().filter(|(variant, _)| !messages.contains_key(*variant));
    problems.extend(missing.map(|(_, code)| format!("{}: {code} has no message of its own", source.name)));
    told
}

/// The arms of a `match` in a function: each variant with what stands there for it.
fn arms(function: &ImplItemFn) -> Vec<(String, &Expr)> {
    struct First<'f>(Option<&'f ExprMatch>);
    impl<'f> Visit<'f> for First<'f> {
        fn visit_expr_match(&mut self, found: &'f ExprMatch) {
            self.0.get_or_insert(found);
        }
    }
    let mut first = First(None);
    first.visit_block(&function.block);
    let arms = first.0.map(|found| &found.arms[..]).unwrap_or_default();
    arms.iter().flat_map(|arm| named(&arm.pat).into_iter().map(|name| (name, &*arm.body))).collect()
}

fn named(pat: &Pat) -> Vec<String> {
    let last = |path: &syn::Path| path.segments.last().map(|segment| segment.ident.to_string());
    match pat {
        Pat::Or(or) => or.cases.iter().flat_map(named).collect(),
        Pat::Struct(pat) => last(&pat.path).into_iter().collect(),
        Pat::TupleStruct(pat) => last(&pat.path).into_iter().collect(),
        Pat::Path(pat) => last(&pat.path).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn texts_of(function: &ImplItemFn, source: &Source) -> BTreeMap<String, Vec<Pair>> {
    let around = Around { source, block: Some(&function.block) };
    let mut all: BTreeMap<String, Vec<Pair>> = BTreeMap::new();
    for (variant, body) in arms(function) {
        all.entry(variant).or_default().extend(texts::within(body, around));
    }
    all
}

fn codes(function: &ImplItemFn) -> BTreeMap<String, String> {
    let code = |body: &Expr| match body {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(code) => Some(code.value()),
            _ => None,
        },
        _ => None,
    };
    arms(function).into_iter().filter_map(|(variant, body)| Some((variant, code(body)?))).collect()
}

fn kebab(variant: &str) -> String {
    let mut code = String::new();
    for letter in variant.chars() {
        if letter.is_uppercase() && !code.is_empty() {
            code.push('-');
        }
        code.extend(letter.to_lowercase());
    }
    code
}
