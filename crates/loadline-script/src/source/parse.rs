//! One module's text to JavaScript that QuickJS compiles: parsed, checked, stripped of types.
//!
//! The text of a `.js`, `.ts` or `.json` file goes in; code, places and what it asks of others come out, or the
//! first mistake with its place. JavaScript stays as it was written, byte for byte at its place; TypeScript is
//! printed anew with marks that lead back. CommonJS is told apart here and wrapped in `commonjs.rs`.

use oxc::allocator::Allocator;
use oxc::ast::ast::{Program as Tree, Statement};
use oxc::codegen::{Codegen, CodegenOptions, CommentOptions};
use oxc::parser::{ParseOptions, Parser, ParserReturn};
use oxc::semantic::SemanticBuilder;
use oxc::span::{SourceType, Span};
use oxc::transformer::{TransformOptions, Transformer};

use super::error::SourceError;
use super::marks;
use super::place::{Mark, Place};
use super::program::Kind;
use super::scan::Scan;

/// What a file is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    /// JavaScript, whatever the file is called: so it is in k6.
    JavaScript,
    /// TypeScript.
    TypeScript,
    /// JSON.
    Json,
}

impl Language {
    /// The language of a file of that name, or of a URL.
    pub(super) fn of(specifier: &str) -> Self {
        let path = specifier.split(['?', '#']).next().unwrap_or(specifier);
        match path.rsplit_once('.').map(|(_, extension)| extension) {
            Some("ts" | "mts" | "cts" | "tsx") => Self::TypeScript,
            Some("json") => Self::Json,
            _ => Self::JavaScript,
        }
    }
}

/// A module as far as its own text tells.
#[derive(Debug)]
pub(super) struct Parsed {
    /// JavaScript; of CommonJS still unwrapped.
    pub(super) code: String,
    /// Where the code comes from; none when it is as it was written.
    pub(super) marks: Option<Box<[Mark]>>,
    /// ES module, CommonJS or JSON.
    pub(super) kind: Kind,
    /// What it asks of others and gives to them.
    pub(super) scan: Scan,
}

/// Parses a module; `file` is how mistakes name it.
///
/// # Errors
///
/// The first mistake of syntax.
pub(super) fn parse(text: &str, language: Language, file: &str) -> Result<Parsed, SourceError> {
    let parsed = match language {
        Language::JavaScript => javascript(text, file),
        Language::TypeScript => typescript(text, file),
        Language::Json => json(text, file),
    };
    parsed.map_err(|error| match error.hint {
        None if file.ends_with("sx") => {
            SourceError { hint: Some("JSX is not supported".to_owned()), ..error }
        }
        _ => error,
    })
}

fn javascript(text: &str, file: &str) -> Result<Parsed, SourceError> {
    let allocator = Allocator::default();
    let parsed = tree(&allocator, text, SourceType::mjs(), file)?;
    let checked = SemanticBuilder::new_compiler().build(&parsed.program);
    first_mistake(checked.diagnostics.errors(), text, file)?;
    let scan = Scan::of(&parsed.program);
    refuse_decorators(&scan, text, file)?;
    let kind = kind(parsed.module_record.has_module_syntax, &scan);
    Ok(Parsed { code: blanked(text, &scan.attributes), marks: None, kind, scan })
}

fn typescript(text: &str, file: &str) -> Result<Parsed, SourceError> {
    let allocator = Allocator::default();
    let source_type = SourceType::ts().with_module(true);
    let ParserReturn { mut program, module_record, .. } =
        tree(&allocator, text, source_type, file)?;
    let checked = SemanticBuilder::new_compiler().with_enum_eval(true).build(&program);
    first_mistake(checked.diagnostics.errors(), text, file)?;
    let scoping = checked.semantic.into_scoping();
    let options = TransformOptions::default();
    let transformed = Transformer::new(&allocator, file.as_ref(), &options)
        .build_with_scoping(scoping, &mut program);
    first_mistake(transformed.diagnostics.errors(), text, file)?;
    let scan = Scan::of(&program);
    refuse_decorators(&scan, text, file)?;
    drop_attributes(&mut program);
    let kind = kind(is_module(&program) || !module_record.import_metas.is_empty(), &scan);
    let printed = Codegen::new()
        .with_options(CodegenOptions {
            comments: CommentOptions::disabled(),
            source_map_path: Some(file.into()),
            ..CodegenOptions::default()
        })
        .build(&program);
    let marks = marks::of(&printed, text);
    Ok(Parsed { code: printed.code, marks, kind, scan })
}

/// The tree of a text. It is read as a strict module with `return` at the top level: k6 runs CommonJS strictly, too.
fn tree<'a>(
    allocator: &'a Allocator,
    text: &'a str,
    source_type: SourceType,
    file: &str,
) -> Result<ParserReturn<'a>, SourceError> {
    let options = ParseOptions { allow_return_outside_function: true, ..ParseOptions::default() };
    let parsed = Parser::new(allocator, text, source_type).with_options(options).parse();
    first_mistake(parsed.diagnostics.errors(), text, file)?;
    if parsed.panicked {
        return Err(SourceError::new(Place::file(file), "the parser gave up on this file"));
    }
    Ok(parsed)
}

/// k6's rule: without a word of ES modules it is CommonJS.
fn kind(module_syntax: bool, scan: &Scan) -> Kind {
    if module_syntax || scan.awaits { Kind::Module } else { Kind::CommonJs }
}

/// Whether a tree without types is one of an ES module: `export =` and `import x = require()` are CommonJS.
fn is_module(program: &Tree<'_>) -> bool {
    program.body.iter().any(Statement::is_module_declaration)
}

fn refuse_decorators(scan: &Scan, text: &str, file: &str) -> Result<(), SourceError> {
    let Some(offset) = scan.decorator else { return Ok(()) };
    let place = Place::of_offset(file, text, offset);
    Err(SourceError::hinted(
        place,
        "decorators are not supported",
        "call the function on the class instead",
    ))
}

/// JSON as a module: parsed once by its own rules, so that `__proto__` is a key like any other.
fn json(text: &str, file: &str) -> Result<Parsed, SourceError> {
    if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(text) {
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or(&message);
        let line = u32::try_from(error.line()).unwrap_or(u32::MAX);
        let column = u32::try_from(error.column()).unwrap_or(u32::MAX).max(1);
        let place = Place { file: file.to_owned(), line, column };
        return Err(SourceError::new(place, format!("invalid JSON: {message}")));
    }
    let literal = serde_json::Value::from(text).to_string();
    let code = format!("export default JSON.parse({literal});\n");
    Ok(Parsed { code, marks: None, kind: Kind::Json, scan: Scan::default() })
}

/// The first error among diagnostics. Of several places the last is the mistake, those before are what it clashes with.
fn first_mistake<'d>(
    mut errors: impl Iterator<Item = &'d oxc::diagnostics::OxcDiagnostic>,
    text: &str,
    file: &str,
) -> Result<(), SourceError> {
    let Some(error) = errors.next() else { return Ok(()) };
    let mistake = error.labels.iter().max_by_key(|label| label.offset());
    let place = mistake.map_or_else(
        || Place::file(file),
        |label| Place::of_offset(file, text, label.offset() as usize),
    );
    let message = format!("syntax error: {}", lowered(&error.message));
    Err(match &error.help {
        Some(help) => SourceError::hinted(place, message, lowered(help)),
        None => SourceError::new(place, message),
    })
}

/// A sentence as the end of another one: `Unexpected token.` becomes `unexpected token`.
fn lowered(sentence: &str) -> String {
    let sentence = sentence.trim_end_matches('.');
    let mut letters = sentence.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() || second == ' ' => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => sentence.to_owned(),
    }
}

/// The text with spans replaced by as many spaces: nothing moves.
fn blanked(text: &str, spans: &[Span]) -> String {
    let mut code = text.to_owned();
    for span in spans {
        let range = span.start as usize..span.end as usize;
        let blank: String = text[range.clone()]
            .bytes()
            .map(|byte| if matches!(byte, b'\n' | b'\r') { char::from(byte) } else { ' ' })
            .collect();
        code.replace_range(range, &blank);
    }
    if code.starts_with("#!") {
        code.replace_range(..2, "//");
    }
    code
}

fn drop_attributes(program: &mut Tree<'_>) {
    program.hashbang = None;
    for statement in &mut program.body {
        match statement {
            Statement::ImportDeclaration(import) => import.with_clause = None,
            Statement::ExportFromDeclaration(export) => export.with_clause = None,
            Statement::ExportAllDeclaration(export) => export.with_clause = None,
            _ => {}
        }
    }
}
