//! What to test: a URL, or a service's file.

use std::path::PathBuf;

use loadline_core::file::{Action, Body, Flow, Method, Step, Task, Template};
use loadline_core::{Objective, Pack};
use loadline_load::Endpoint;

use super::file::{ServiceFile, adopted_packs, parsed, service_file};
use crate::failure::Failure;

/// The first argument of `run`, made sense of.
#[derive(Debug)]
pub(crate) enum Target {
    /// One URL, requested again and again.
    Url(String),
    /// A file of flows and tests.
    File { path: PathBuf, service: Box<ServiceFile> },
}

/// How to request a URL named on the command line.
#[derive(Debug, Default)]
pub(crate) struct UrlRequest {
    pub(crate) method: Method,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<String>,
}

impl Target {
    /// A URL has a scheme, or is a host with a port; everything else is a file.
    pub(crate) fn read(text: &str) -> Result<Self, Failure> {
        let path = PathBuf::from(text);
        if text.contains("://") {
            Endpoint::of(text)?;
            return Ok(Self::Url(text.to_owned()));
        }
        let names_file = text.ends_with(".yaml") || text.ends_with(".yml") || path.exists();
        let url = format!("http://{text}");
        if !names_file && looks_like_host(text) && Endpoint::of(&url).is_ok() {
            return Ok(Self::Url(url));
        }
        let service = Box::new(service_file(&path)?);
        Ok(Self::File { path, service })
    }

    /// A file that comes with the binary, aimed at `url`.
    pub(crate) fn shipped(name: &str, text: &str, url: &str) -> Result<Self, Failure> {
        let path = PathBuf::from(name);
        let mut service = Box::new(parsed(&path, text.to_owned())?);
        if let Some(target) = &mut service.file.target {
            url.clone_into(&mut target.value);
        }
        Ok(Self::File { path, service })
    }

    /// What a file promises; a URL promises nothing.
    pub(crate) fn objectives(&self) -> &[Objective] {
        match self {
            Self::Url(_) => &[],
            Self::File { service, .. } => &service.file.objectives,
        }
    }

    /// The packs a file adopts; a URL adopts none.
    pub(crate) fn packs(&self) -> Result<Vec<Pack>, Failure> {
        match self {
            Self::Url(_) => Ok(Vec::new()),
            Self::File { path, service } => adopted_packs(path, service),
        }
    }
}

/// `localhost`, `host:8080`, `10.0.0.1:80/path`: what a browser would take for an address.
fn looks_like_host(text: &str) -> bool {
    let host = text.split('/').next().unwrap_or_default();
    let port = host.rsplit_once(':').map(|(_, port)| port);
    host == "localhost"
        || port.is_some_and(|port| !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()))
}

/// The flow that requests one URL, and the server it goes to. The path may hold `{{random 1 1000}}` and the
/// like.
pub(crate) fn url_flow(url: &str, request: &UrlRequest) -> Result<(Flow, String), Failure> {
    let (endpoint, path) = Endpoint::of(url)?;
    let template = |text: &str| {
        Template::parse(text).map_err(|error| Failure::usage(error.message, error.hint))
    };
    let headers = request.headers.iter();
    let headers = headers.map(|(name, value)| Ok((name.clone(), template(value)?)));
    let step = Step {
        name: Some(path.clone()),
        headers: headers.collect::<Result<_, Failure>>()?,
        body: request.body.as_deref().map_or(Ok(Body::None), |b| template(b).map(Body::Text))?,
        ..Step::new(request.method, template(&path)?)
    };
    let actions = vec![Action::Request(Box::new(step))];
    let flow = Flow { tasks: vec![Task { weight: 1, actions }], ..Flow::default() };
    Ok((flow, endpoint.to_string()))
}
