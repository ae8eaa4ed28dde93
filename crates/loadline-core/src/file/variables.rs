//! Which variables of the environment a flow needs: a walk over every text with values to fill in.

use std::collections::BTreeSet;

use super::condition::Condition;
use super::document::LoadlineFile;
use super::flow::{Action, Flow};
use super::socket::SocketAction;
use super::step::{Auth, Body, Check, Expected, FormContent, Step};
use super::template::{Part, Template};

impl Flow {
    /// The names of the environment variables it needs, secret ones among them.
    pub fn variables(&self) -> BTreeSet<String> {
        let mut walk = Walk::default();
        walk.headers(&self.headers);
        walk.auth(self.auth.as_ref());
        walk.actions(&self.start);
        self.tasks.iter().for_each(|task| walk.actions(&task.actions));
        walk.actions(&self.stop);
        walk.variables
    }
}

impl LoadlineFile {
    /// The names of the environment variables that its flows, its set-up and its teardown need.
    pub fn variables(&self) -> BTreeSet<String> {
        let mut walk = Walk::default();
        walk.actions(&self.setup);
        walk.actions(&self.teardown);
        walk.variables.extend(self.flows.values().flat_map(Flow::variables));
        walk.variables
    }
}

#[derive(Default)]
struct Walk {
    variables: BTreeSet<String>,
}

impl Walk {
    fn template(&mut self, template: &Template) {
        for part in template.parts() {
            if let Part::Environment { variable, .. } = part {
                self.variables.insert(variable.clone());
            }
        }
    }

    fn headers(&mut self, headers: &[(String, Template)]) {
        headers.iter().for_each(|(_, value)| self.template(value));
    }

    fn auth(&mut self, auth: Option<&Auth>) {
        match auth {
            None => {}
            Some(Auth::Basic(text) | Auth::Bearer(text) | Auth::Digest(text)) => {
                self.template(text);
            }
        }
    }

    fn actions(&mut self, actions: &[Action]) {
        for action in actions {
            match action {
                Action::Request(step) => self.step(step),
                Action::Wait(_) => {}
                Action::Repeat(repeat) => {
                    repeat.condition.iter().for_each(|condition| self.condition(condition));
                    self.actions(&repeat.actions);
                }
                Action::If(branch) => {
                    self.condition(&branch.condition);
                    self.actions(&branch.then);
                    self.actions(&branch.otherwise);
                }
                Action::Parallel(group) => group.steps.iter().for_each(|step| self.step(step)),
                Action::WebSocket(socket) => {
                    self.template(&socket.path);
                    self.headers(&socket.headers);
                    self.auth(socket.auth.as_ref());
                    self.socket_actions(&socket.actions);
                }
                Action::Events(events) => {
                    self.template(&events.path);
                    self.headers(&events.headers);
                    self.auth(events.auth.as_ref());
                    self.expected(events.until.as_ref());
                }
            }
        }
    }

    fn step(&mut self, step: &Step) {
        self.template(&step.path);
        self.headers(&step.headers);
        self.auth(step.auth.as_ref());
        match &step.body {
            Body::None | Body::Zeros(_) | Body::File(_) => {}
            Body::Json(text) | Body::Text(text) => self.template(text),
            Body::Form(fields) => self.headers(fields),
            Body::Multipart(parts) => {
                for part in parts {
                    if let FormContent::Text(text) = &part.content {
                        self.template(text);
                    }
                }
            }
        }
        for check in &step.checks {
            match check {
                Check::Header { expected, .. }
                | Check::Body(expected)
                | Check::Json { expected, .. } => self.expected(Some(expected)),
                Check::Duration(..) | Check::Size(..) => {}
            }
        }
    }

    fn socket_actions(&mut self, actions: &[SocketAction]) {
        for action in actions {
            match action {
                SocketAction::Send(text) => self.template(text),
                SocketAction::Expect(expectation) => self.expected(expectation.expected.as_ref()),
                SocketAction::Repeat { actions, .. } => self.socket_actions(actions),
                SocketAction::SendBytes(_) | SocketAction::Ping | SocketAction::Wait(_) => {}
            }
        }
    }

    fn expected(&mut self, expected: Option<&Expected>) {
        if let Some(Expected::Equal(text) | Expected::Containing(text)) = expected {
            self.template(text);
        }
    }

    fn condition(&mut self, condition: &Condition) {
        match condition {
            Condition::Value(_) => {}
            Condition::Not(inner) => self.condition(inner),
            Condition::Compare { left, right, .. } => {
                self.template(left);
                self.template(right);
            }
        }
    }
}
