//! OpenAPI 3.0 and 3.1 and Swagger 2, as JSON or YAML: each operation becomes a task.
//!
//! Parameters and bodies are made from examples, defaults, enumerations, formats and types, in that order.
//! References within the document are followed, circles and other documents are not. What deletes goes into
//! a flow of its own that no test runs.

mod body;
mod document;
mod operation;
mod parameter;
mod schema;
mod security;
mod target;

use loadline_core::file::Method;

use self::document::Document;
use self::operation::{Operation, operations};
use self::security::Security;
use super::draft::{Act, Draft, Flow, Options, REQUESTS_MAX, Request, Task};
use super::text::Text;
use crate::results::ImportError;

/// How often what only reads is drawn, next to what changes something.
const READ_WEIGHT: u32 = 3;

/// The draft of an API's description.
pub(super) fn draft(text: &str, options: &Options) -> Result<Draft, ImportError> {
    let document = Document::read(text)?;
    let mut draft = Draft { service: document.title(), ..Draft::default() };
    draft.target = target::target(&document, options, &mut draft.left_out);
    let operations = operations(&document, &mut draft.left_out);
    if operations.is_empty() {
        return Err(ImportError::file("the description has no operation under `paths`")
            .hint("accepted is OpenAPI 3.0 or 3.1 or Swagger 2 with at least one path"));
    }
    let security = Security::of(&document);
    let (mut api, mut destructive) = (api_flow(), destructive_flow());
    for (number, operation) in operations.iter().enumerate() {
        let what = format!("{} {}", operation.method.as_str(), operation.path);
        if number >= REQUESTS_MAX {
            let reason = format!("operations beyond the first {REQUESTS_MAX}");
            draft.left_out.note(&reason, &what);
            continue;
        }
        if operation.node.is_true("deprecated") {
            draft.left_out.note("operations that are deprecated", &what);
            continue;
        }
        let Some(request) = request(&mut draft, &document, &security, operation, &what) else {
            continue;
        };
        let flow = if operation.method == Method::Delete { &mut destructive } else { &mut api };
        flow.tasks.push(task(operation, request));
    }
    if api.tasks.is_empty() {
        let root = Request::new(Method::Get, Text::literal("/"));
        let comment = "Nothing else in the description can be sent as it is.".to_owned();
        let acts = vec![Act::Request(Box::new(root))];
        api.tasks.push(Task { comment, weight: 1, acts });
    }
    for flow in [&mut api, &mut destructive] {
        security.share(flow);
        flow.lift_headers();
    }
    draft.flows = vec![api];
    if !destructive.tasks.is_empty() {
        draft.flows.push(destructive);
    }
    Ok(draft)
}

fn api_flow() -> Flow {
    Flow {
        name: "api".to_owned(),
        comment: "Each operation is a task; what only reads is drawn three times as often."
            .to_owned(),
        think: Some("1s..3s".to_owned()),
        ..Flow::default()
    }
}

fn destructive_flow() -> Flow {
    Flow {
        name: "destructive".to_owned(),
        comment: "What deletes. No test runs it: give it one when the data may go.".to_owned(),
        ..Flow::default()
    }
}

fn task(operation: &Operation<'_>, request: Request) -> Task {
    let summary = operation.node.text_of("summary").or(operation.node.text_of("operationId"));
    let reads = matches!(operation.method, Method::Get | Method::Head);
    Task {
        comment: summary
            .unwrap_or_default()
            .lines()
            .next()
            .unwrap_or_default()
            .chars()
            .take(100)
            .collect(),
        weight: if reads { READ_WEIGHT } else { 1 },
        acts: vec![Act::Request(Box::new(request))],
    }
}

fn request(
    draft: &mut Draft,
    document: &Document,
    security: &Security<'_>,
    operation: &Operation<'_>,
    what: &str,
) -> Option<Request> {
    let built = parameter::path(document, operation, &mut draft.left_out);
    let mut request = Request::new(operation.method, built.path);
    if built.pattern != operation.path || built.is_filled {
        request.name = Some(built.pattern.clone());
    }
    request.headers = built.headers;
    let body = body::body(draft, document, operation, what);
    let has_files = match body {
        body::Made::Nothing => false,
        body::Made::Sent { body, media_type, has_files } => {
            request.body = body;
            let media_type =
                media_type.map(|text| ("content-type".to_owned(), Text::literal(&text)));
            request.headers.extend(media_type);
            has_files
        }
        body::Made::Impossible => return None,
    };
    security.prove(&mut request, operation, document);
    request.status = operation.expected_status();
    draft.classes.add(operation.method, &built.pattern, has_files);
    Some(request)
}
