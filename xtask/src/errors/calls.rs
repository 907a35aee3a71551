//! Codes that are made by constructors.

use syn::visit::Visit;
use syn::{Block, Expr, ExprCall, ExprMethodCall, FnArg, ImplItemFn, ItemFn, ItemImpl, Lit, Pat, Signature, Type};

use super::Told;
use super::sources::Source;
use super::texts::{self, Around, Pair};

/// The constructors of a type: which argument is the code, and which are the texts; one text is a pair.
const CONSTRUCTORS: &[(&str, &str, usize, &[usize])] = &[
    ("Error", "new", 1, &[2, 3]),
    ("Error", "invalid", 0, &[1, 2]),
    ("Error", "too_many", 1, &[2, 3]),
    // Passes on the code of a crate below.
    ("Error", "of", 1, &[2, 3]),
    ("Failure", "usage", 0, &[1]),
    ("Failure", "input", 0, &[1]),
];

/// A function that is given its code by those who call it.
struct Helper {
    /// The module in whose file it is, or the type that it belongs to.
    owner: String,
    name: String,
    /// Which argument the code is.
    at: usize,
    told: Told,
}

/// All codes that the constructors of a type make in some files.
pub(super) fn read(of: &str, sources: &[&Source], problems: &mut Vec<String>) -> Vec<Told> {
    let (mut told, mut helpers) = (Vec::new(), Vec::new());
    for source in sources {
        let mut walk =
            Walk { of, source, owner: None, within: Vec::new(), told: &mut told, helpers: &mut helpers, problems };
        walk.visit_file(&source.file);
    }
    for helper in helpers {
        let mut find = Callers { helper: &helper, module: "", codes: Vec::new() };
        for source in sources {
            find.module = source.module();
            find.visit_file(&source.file);
        }
        if find.codes.is_empty() {
            problems.push(format!("{}: nobody calls {} with a code", helper.told.place, helper.name));
        }
        told.extend(find.codes.into_iter().map(|code| Told { code, ..helper.told.clone() }));
    }
    told
}

struct Walk<'s, 'o> {
    of: &'o str,
    source: &'s Source,
    /// The type whose methods are read.
    owner: Option<String>,
    /// The functions around, the innermost last.
    within: Vec<(&'s Signature, &'s Block)>,
    told: &'o mut Vec<Told>,
    helpers: &'o mut Vec<Helper>,
    problems: &'o mut Vec<String>,
}

impl<'s> Visit<'s> for Walk<'s, '_> {
    fn visit_item_impl(&mut self, item: &'s ItemImpl) {
        let before = self.owner.take();
        if let Type::Path(path) = &*item.self_ty {
            self.owner = path.path.segments.last().map(|segment| segment.ident.to_string());
        }
        syn::visit::visit_item_impl(self, item);
        self.owner = before;
    }

    fn visit_item_fn(&mut self, function: &'s ItemFn) {
        self.within.push((&function.sig, &function.block));
        syn::visit::visit_item_fn(self, function);
        self.within.pop();
    }

    fn visit_impl_item_fn(&mut self, function: &'s ImplItemFn) {
        // The constructors themselves call each other.
        let is_constructor =
            self.constructor(&[self.owner.clone().unwrap_or_default(), function.sig.ident.to_string()]);
        if is_constructor.is_some() {
            return;
        }
        self.within.push((&function.sig, &function.block));
        syn::visit::visit_impl_item_fn(self, function);
        self.within.pop();
    }

    fn visit_expr_method_call(&mut self, method: &'s ExprMethodCall) {
        if let (Expr::Call(call), true) = (&*method.receiver, method.method == "hint")
            && let Some(own) = self.constructor(&texts::path(&call.func))
        {
            let hints = self.hint(method);
            self.take(call, own, hints);
            // The call itself is done; what its arguments call is not.
            call.args.iter().for_each(|argument| self.visit_expr(argument));
            method.args.iter().for_each(|argument| self.visit_expr(argument));
        } else {
            syn::visit::visit_expr_method_call(self, method);
        }
    }

    fn visit_expr_call(&mut self, call: &'s ExprCall) {
        if let Some(own) = self.constructor(&texts::path(&call.func)) {
            let hints = self.later_hints(call);
            self.take(call, own, hints);
        }
        syn::visit::visit_expr_call(self, call);
    }
}

type Constructor = (usize, &'static [usize]);

impl<'s> Walk<'s, '_> {
    fn around(&self) -> Around<'s> {
        Around { source: self.source, block: self.within.last().map(|(_, block)| *block) }
    }

    fn constructor(&self, path: &[String]) -> Option<Constructor> {
        let [.., owner, name] = path else { return None };
        let owner = if owner == "Self" { self.owner.as_deref()? } else { owner.as_str() };
        let found = CONSTRUCTORS.iter().find(|(of, own, ..)| owner == self.of && *of == owner && own == name);
        found.map(|(.., code, texts)| (*code, *texts))
    }

    fn hint(&self, method: &ExprMethodCall) -> Vec<Pair> {
        match method.args.iter().collect::<Vec<_>>()[..] {
            [ja, en] => texts::pairs(ja, en, self.around()),
            _ => Vec::new(),
        }
    }

    /// The hints of a call whose result has a name: `let error = …; error.hint(…)`.
    fn later_hints(&self, call: &ExprCall) -> Vec<Pair> {
        struct Hints<'w, 's, 'o> {
            walk: &'w Walk<'s, 'o>,
            name: String,
            pairs: Vec<Pair>,
        }
        impl<'e> Visit<'e> for Hints<'_, '_, '_> {
            fn visit_expr_method_call(&mut self, method: &'e ExprMethodCall) {
                if method.method == "hint" && texts::name(&method.receiver).as_ref() == Some(&self.name) {
                    let pairs = self.walk.hint(method);
                    self.pairs.extend(pairs);
                }
                syn::visit::visit_expr_method_call(self, method);
            }
        }
        let Some((_, block)) = self.within.last() else { return Vec::new() };
        let Some(name) = name_of(block, call) else { return Vec::new() };
        let mut hints = Hints { walk: self, name, pairs: Vec::new() };
        hints.visit_block(block);
        hints.pairs
    }

    fn take(&mut self, call: &ExprCall, (code, at): Constructor, hints: Vec<Pair>) {
        let arguments: Vec<&Expr> = call.args.iter().collect();
        // Another function with the same name, `io::Error::new`, has fewer arguments.
        if arguments.len() != at.last().copied().unwrap_or_default() + 1 {
            return;
        }
        let function = self.within.last().map_or_else(String::new, |(signature, _)| signature.ident.to_string());
        let place = format!("{}, {function}", self.source.name);
        let code = arguments[code];
        if is_passed_on(code) {
            return;
        }
        let messages = match at {
            [ja, en] => texts::pairs(arguments[*ja], arguments[*en], self.around()),
            [both] => self.of_text(arguments[*both]),
            _ => Vec::new(),
        };
        let told = Told { code: String::new(), place, messages, hints };
        if let Expr::Lit(literal) = code
            && let Lit::Str(code) = &literal.lit
        {
            self.check(&code.value(), &told);
            self.told.push(Told { code: code.value(), ..told });
        } else if let Some(helper) = self.helper(code, &told) {
            self.check(&helper.name, &told);
            self.helpers.push(helper);
        } else {
            self.problems.push(format!("{}: the code must be written in the call", told.place));
        }
    }

    fn of_text(&self, both: &Expr) -> Vec<Pair> {
        let around = self.around();
        let named = texts::name(both).zip(around.block);
        let value = named.and_then(|(name, block)| texts::bound(block, &[&name]));
        texts::within(value.unwrap_or(both), around)
    }

    fn check(&mut self, code: &str, told: &Told) {
        let place = &told.place;
        if told.messages.is_empty() {
            self.problems.push(format!("{place}: {code}: its message must be written in the call, in both languages"));
        }
        if told.hints.is_empty() {
            let why = "no hint, or its hint is not written there in both languages";
            self.problems.push(format!("{place}: {code}: {why}"));
        }
    }

    /// The function around, if the code is one of its parameters.
    fn helper(&self, code: &Expr, told: &Told) -> Option<Helper> {
        let name = texts::name(code)?;
        let (signature, _) = self.within.last()?;
        let parameters = signature.inputs.iter().filter_map(|input| match input {
            FnArg::Typed(typed) => Some(&*typed.pat),
            FnArg::Receiver(_) => None,
        });
        let at = parameters.into_iter().position(|pat| matches!(pat, Pat::Ident(own) if own.ident == name))?;
        let owner = self.owner.clone().unwrap_or_else(|| self.source.module().to_owned());
        Some(Helper { owner, name: signature.ident.to_string(), at, told: told.clone() })
    }
}

/// Whether a code was made elsewhere: `error.code`, `error.code()`.
fn is_passed_on(code: &Expr) -> bool {
    match code {
        Expr::MethodCall(call) => call.method == "code" && call.args.is_empty(),
        Expr::Field(field) => matches!(&field.member, syn::Member::Named(name) if name == "code"),
        _ => false,
    }
}

/// The name that a `let` gives to the result of a call.
fn name_of(block: &Block, call: &ExprCall) -> Option<String> {
    struct Find<'c>(&'c ExprCall, Option<String>);
    impl<'b> Visit<'b> for Find<'_> {
        fn visit_local(&mut self, local: &'b syn::Local) {
            let is_it = local
                .init
                .as_ref()
                .is_some_and(|init| matches!(&*init.expr, Expr::Call(own) if std::ptr::eq(own, self.0)));
            if let (true, Pat::Ident(name)) = (is_it, &local.pat) {
                self.1 = Some(name.ident.to_string());
            }
            syn::visit::visit_local(self, local);
        }
    }
    let mut find = Find(call, None);
    find.visit_block(block);
    find.1
}

/// The codes that callers give to a helper.
struct Callers<'h> {
    helper: &'h Helper,
    module: &'h str,
    codes: Vec<String>,
}

impl<'e> Visit<'e> for Callers<'_> {
    fn visit_expr_call(&mut self, call: &'e ExprCall) {
        let path = texts::path(&call.func);
        let is_it = match &path[..] {
            [name] => *name == self.helper.name && self.module == self.helper.owner,
            [.., owner, name] => *name == self.helper.name && *owner == self.helper.owner,
            [] => false,
        };
        if let (true, Some(Expr::Lit(literal))) = (is_it, call.args.iter().nth(self.helper.at))
            && let Lit::Str(code) = &literal.lit
        {
            self.codes.push(code.value());
        }
        syn::visit::visit_expr_call(self, call);
    }
}
