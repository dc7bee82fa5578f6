//! The screens that are open, the one that is shown on top.

use super::command::CommandScope;
use super::question::QuestionTopic;
use super::screen::Screen;

/// An open screen, and what it was asked about if it is a question.
pub(super) struct StackLayer {
    pub(super) screen: Box<dyn Screen>,
    pub(super) topic: Option<QuestionTopic>,
}

impl StackLayer {
    /// A screen that asks nothing for the one below it.
    pub(super) fn of(screen: Box<dyn Screen>) -> Self {
        Self {
            screen,
            topic: None,
        }
    }
}

/// The stack.
#[derive(Default)]
pub(super) struct Stack {
    pub(super) layers: Vec<StackLayer>,
}

impl Stack {
    /// The screen on top.
    pub(super) fn top(&self) -> Option<&dyn Screen> {
        self.layers.last().map(|layer| layer.screen.as_ref())
    }

    /// What the screens are, from the bottom up.
    pub(super) fn scopes(&self) -> Vec<CommandScope> {
        self.layers
            .iter()
            .map(|layer| layer.screen.scope())
            .collect()
    }

    /// Tells every open screen something.
    pub(super) fn each(&mut self, mut tell: impl FnMut(&mut dyn Screen)) {
        self.layers
            .iter_mut()
            .for_each(|layer| tell(layer.screen.as_mut()));
    }

    pub(super) fn push(&mut self, screen: Box<dyn Screen>) {
        self.layers.push(StackLayer::of(screen));
    }

    pub(super) fn ask(&mut self, topic: QuestionTopic, screen: Box<dyn Screen>) {
        self.layers.push(StackLayer {
            screen,
            topic: Some(topic),
        });
    }

    /// Takes the screen on top away; what it was asked about.
    pub(super) fn pop(&mut self) -> Option<QuestionTopic> {
        self.layers.pop()?.topic
    }
}
