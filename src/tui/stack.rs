//! The screens that are open, the one that is shown on top.

use super::question::Topic;
use super::screen::Screen;

/// An open screen, and what it was asked about if it is a question.
pub(super) struct Layer {
    pub(super) screen: Box<dyn Screen>,
    pub(super) topic: Option<Topic>,
}

impl Layer {
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
    pub(super) layers: Vec<Layer>,
}

impl Stack {
    /// The screen on top.
    pub(super) fn top(&self) -> Option<&dyn Screen> {
        self.layers.last().map(|layer| layer.screen.as_ref())
    }

    pub(super) fn push(&mut self, screen: Box<dyn Screen>) {
        self.layers.push(Layer::of(screen));
    }

    pub(super) fn ask(&mut self, topic: Topic, screen: Box<dyn Screen>) {
        self.layers.push(Layer {
            screen,
            topic: Some(topic),
        });
    }

    /// Takes the screen on top away; what it was asked about.
    pub(super) fn pop(&mut self) -> Option<Topic> {
        self.layers.pop()?.topic
    }
}
