//! Rule: no function has more than 70 lines, tests included, counted from `fn` to the last brace.

use syn::{Block, ImplItemFn, ItemFn, Signature, TraitItemFn, spanned::Spanned as _, visit};

use super::{
    rule::{Finding, Rule},
    tree::{SourceFile, Tree},
};

pub(super) const RULE: Rule = Rule { name: "function-length", find };

const LINES_MAX: usize = 70;

fn find(tree: &Tree) -> Vec<Finding> {
    tree.rust_files().flat_map(long_functions).collect()
}

fn long_functions(file: &SourceFile) -> Vec<Finding> {
    let mut visitor = Visitor { path: &file.path, findings: Vec::new() };
    if let Some(syntax) = file.syntax() {
        visit::visit_file(&mut visitor, syntax);
    }
    visitor.findings
}

struct Visitor<'a> {
    path: &'a str,
    findings: Vec<Finding>,
}

impl Visitor<'_> {
    fn judge(&mut self, signature: &Signature, body: &Block) {
        let begin = signature.fn_token.span().start().line;
        let lines = body.span().end().line - begin + 1;
        if lines > LINES_MAX {
            let message =
                format!("`{}` has {lines} lines, at most {LINES_MAX} wanted", signature.ident);
            self.findings.push(Finding::new(self.path, begin, message));
        }
    }
}

impl<'ast> visit::Visit<'ast> for Visitor<'_> {
    fn visit_item_fn(&mut self, function: &'ast ItemFn) {
        self.judge(&function.sig, &function.block);
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast ImplItemFn) {
        self.judge(&function.sig, &function.block);
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &'ast TraitItemFn) {
        if let Some(body) = &function.default {
            self.judge(&function.sig, body);
        }
        visit::visit_trait_item_fn(self, function);
    }
}
