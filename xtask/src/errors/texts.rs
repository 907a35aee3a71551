//! Texts as they are written in the sources.

use syn::visit::Visit;
use syn::{Block, Expr, ExprCall, ExprTuple, Lit, Local, Macro, Pat};

use super::sources::Source;

/// A text in Japanese and English.
pub(crate) type Pair = (String, String);

/// Where expressions are looked up: their file, and the function around them.
#[derive(Clone, Copy)]
pub(super) struct Around<'s> {
    pub(super) source: &'s Source,
    pub(super) block: Option<&'s Block>,
}

/// All pairs that two expressions can be; none if one of them is not written there.
pub(super) fn pairs(ja: &Expr, en: &Expr, around: Around<'_>) -> Vec<Pair> {
    if let (Some(ja), Some(en)) = (text(ja, around), text(en, around)) {
        return if ja.is_empty() || en.is_empty() { Vec::new() } else { vec![(ja, en)] };
    }
    // `let (ja, en) = …`
    let both = name(ja).zip(name(en)).zip(around.block);
    both.and_then(|((ja, en), block)| bound(block, &[&ja, &en])).map(|value| within(value, around)).unwrap_or_default()
}

/// All pairs in an expression: `Text::new(ja, en)`, `(ja, en)`, and those of the functions that it calls in its file.
pub(super) fn within(expression: &Expr, around: Around<'_>) -> Vec<Pair> {
    let mut found = Found { around, pairs: Vec::new(), depth: 0 };
    found.visit_expr(expression);
    found.pairs
}

struct Found<'s> {
    around: Around<'s>,
    pairs: Vec<Pair>,
    depth: usize,
}

impl Found<'_> {
    fn add(&mut self, ja: &Expr, en: &Expr) {
        for pair in pairs(ja, en, self.around) {
            if !self.pairs.contains(&pair) {
                self.pairs.push(pair);
            }
        }
    }
}

impl<'e> Visit<'e> for Found<'_> {
    fn visit_expr_tuple(&mut self, tuple: &'e ExprTuple) {
        if let [ja, en] = tuple.elems.iter().collect::<Vec<_>>()[..] {
            self.add(ja, en);
        }
        syn::visit::visit_expr_tuple(self, tuple);
    }

    fn visit_expr_call(&mut self, call: &'e ExprCall) {
        let path = path(&call.func);
        let arguments: Vec<&Expr> = call.args.iter().collect();
        match (&path[..], &arguments[..]) {
            ([.., kind, new], [ja, en]) if kind == "Text" && new == "new" => self.add(ja, en),
            ([function], _) if self.depth == 0 => {
                if let Some(function) = self.around.source.function(function) {
                    let around = Around { block: Some(&function.block), ..self.around };
                    let mut inner = Found { around, pairs: std::mem::take(&mut self.pairs), depth: 1 };
                    inner.visit_block(&function.block);
                    self.pairs = inner.pairs;
                }
            }
            _ => {}
        }
        syn::visit::visit_expr_call(self, call);
    }
}

/// A text that is written in an expression; what it depends on becomes `…`.
fn text(expression: &Expr, around: Around<'_>) -> Option<String> {
    match expression {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        Expr::Macro(called) if called.mac.path.is_ident("format") => format(&called.mac),
        // `.to_owned()`, `.into()`, `.trim_end()`
        Expr::MethodCall(call) if call.args.is_empty() => text(&call.receiver, around),
        Expr::Reference(reference) => text(&reference.expr, around),
        Expr::Path(_) => {
            let name = name(expression)?;
            let block = around.block?;
            bound(block, &[&name]).and_then(|value| text(value, around)).or_else(|| member(block, &name, around))
        }
        _ => None,
    }
}

/// A name that is bound together with others: `let (ja, en) = (…, …)`.
fn member(block: &Block, name: &str, around: Around<'_>) -> Option<String> {
    struct Find<'n, 'b>(&'n str, Option<&'b Expr>);
    impl<'b> Visit<'b> for Find<'_, 'b> {
        fn visit_local(&mut self, local: &'b Local) {
            if let (Pat::Tuple(names), Some(Expr::Tuple(values))) = (&local.pat, value(local)) {
                let at = names.elems.iter().position(|pat| matches!(pat, Pat::Ident(own) if own.ident == self.0));
                self.1 = at.and_then(|at| values.elems.iter().nth(at)).or(self.1);
            }
            syn::visit::visit_local(self, local);
        }
    }
    let mut find = Find(name, None);
    find.visit_block(block);
    find.1.and_then(|value| text(value, around))
}

/// The text of `format!`, with `…` for its values.
fn format(called: &Macro) -> Option<String> {
    let arguments = called.parse_body_with(syn::punctuated::Punctuated::<Expr, syn::Token![,]>::parse_terminated);
    let Some(Expr::Lit(first)) = arguments.ok()?.into_iter().next() else { return None };
    let Lit::Str(text) = first.lit else { return None };
    let (mut shown, mut rest) = (String::new(), text.value().replace("{{", "\u{1}").replace("}}", "\u{2}"));
    while let Some((before, after)) = rest.split_once('{') {
        shown += before;
        shown.push('…');
        rest = after.split_once('}')?.1.to_owned();
    }
    Some((shown + &rest).replace('\u{1}', "{").replace('\u{2}', "}"))
}

/// The value that a `let` gives to exactly these names.
pub(super) fn bound<'b>(block: &'b Block, names: &[&str]) -> Option<&'b Expr> {
    struct Find<'n, 'b>(&'n [&'n str], Option<&'b Expr>);
    impl<'b> Visit<'b> for Find<'_, 'b> {
        fn visit_local(&mut self, local: &'b Local) {
            let own: Vec<String> = match &local.pat {
                Pat::Tuple(tuple) => tuple.elems.iter().map(bare).collect(),
                pat => vec![bare(pat)],
            };
            if own == self.0 {
                self.1 = value(local);
            }
            syn::visit::visit_local(self, local);
        }
    }
    let mut find = Find(names, None);
    find.visit_block(block);
    find.1
}

fn value(local: &Local) -> Option<&Expr> {
    local.init.as_ref().map(|init| &*init.expr)
}

fn bare(pat: &Pat) -> String {
    match pat {
        Pat::Ident(name) => name.ident.to_string(),
        Pat::Type(typed) => bare(&typed.pat),
        _ => String::new(),
    }
}

/// A name that stands alone.
pub(super) fn name(expression: &Expr) -> Option<String> {
    match &path(expression)[..] {
        [name] => Some(name.clone()),
        _ => None,
    }
}

/// The names of a path.
pub(super) fn path(expression: &Expr) -> Vec<String> {
    match expression {
        Expr::Path(path) => path.path.segments.iter().map(|segment| segment.ident.to_string()).collect(),
        _ => Vec::new(),
    }
}
