//! One request: its bytes where nothing in it changes, else the parts it is written from.

use loadline_core::Span;
use loadline_core::file;

use super::super::answer::{Check, Save, Source};
use super::super::bench::Letter;
use super::super::error::FlowError;
use super::super::feed::Rows;
use super::super::fill::{Draws, Values};
use super::super::plan::{Step, StepRest, Wire, Written, WrittenBody};
use super::body::CompiledBody;
use super::flow::Compiler;
use crate::message::Keep;

impl Compiler<'_> {
    pub(super) fn step(&mut self, step: &file::Step) -> Result<Step, FlowError> {
        let (endpoint, path) = self.locate(&step.path)?;
        let CompiledBody { body, rest, media_type, compression, coding } = self.body(step)?;
        let proof = self.proof(step.auth.as_ref())?;
        let names_auth =
            step.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("authorization"));
        let digest = proof.digest.filter(|_| !names_auth);
        let implied = media_type.map(|media_type| ("content-type", media_type));
        let mut headers = self.headers(&step.headers, proof.header, implied)?;
        headers.extend(coding);
        let takes_cookies = !self.flow.without_cookies
            && !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("cookie"));
        let host = self.host(&step.headers, &endpoint)?;
        let written = Written { host, path, headers, body, compression };
        let (wire, rest) = self.wire(written, rest, step.method);
        let label = self.label(step.label(), step.method, &step.path);
        let timeout = step.timeout.map(Span::duration);
        self.timeout_min = [self.timeout_min, timeout].into_iter().flatten().min();
        let checks: Vec<Check> =
            step.checks.iter().map(|check| self.check(check)).collect::<Result<_, _>>()?;
        let saves: Vec<Save> =
            step.save.iter().map(|save| self.save(save)).collect::<Result<_, _>>()?;
        Ok(Step {
            endpoint,
            method: step.method,
            label_place: self.labelled(label),
            wire,
            rest,
            digest,
            takes_cookies,
            redirects: step.redirects.unwrap_or_else(|| self.redirects()),
            timeout,
            keep: keep(&checks, &saves),
            expected_status: step.expected_status.clone(),
            checks,
            saves,
        })
    }

    /// The bytes of a request in which nothing changes; one that changes stays in its parts.
    fn wire(&self, written: Written, rest: StepRest, method: file::Method) -> (Wire, StepRest) {
        if !written.is_constant() {
            let has_pieces = matches!(written.body, WrittenBody::Multipart(_));
            let rest = if has_pieces { StepRest::Written } else { rest };
            return (Wire::Written(Box::new(written)), rest);
        }
        let saved = vec![None; self.names.slots()];
        let values = Values { user: 0, iteration: 0, saved, rows: Rows::default() };
        let mut letter = Letter::default();
        let random = &mut fastrand::Rng::with_seed(0);
        written.write(&mut letter, method, &values, &mut Draws { random, count: &|| 0 });
        let rest = if letter.pieces.is_empty() { rest } else { StepRest::Pieces(letter.pieces) };
        (Wire::Constant(letter.written), rest)
    }
}

/// What of an answer these look at.
fn keep(checks: &[Check], saves: &[Save]) -> Keep {
    let fields = checks.iter().any(|check| matches!(check, Check::Header { .. }))
        || saves.iter().any(|save| matches!(save.source, Source::Header(_) | Source::Cookie(_)));
    let body = checks.iter().any(|check| matches!(check, Check::Body(_) | Check::Json { .. }))
        || saves
            .iter()
            .any(|save| matches!(save.source, Source::Json(_) | Source::Regex(_) | Source::Body));
    Keep { fields, body, failure: true, peer: false }
}
