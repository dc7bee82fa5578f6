//! The grammar of expressions. What names mean is looked up in `resolve.rs`.
//!
//! ```text
//! claim    = sum [operator sum]
//! sum      = product {("+" | "-") product}
//! product  = unary {("*" | "/") unary}
//! unary    = ["-"] primary
//! primary  = number [unit] | text | "[" sum {"," sum} "]" | word "." word | call | word | "(" claim ")"
//! call     = word "(" argument {"," argument} ")"
//! argument = claim ["->" sum] ["where" claim {"and" claim}]
//! ```

use super::token::{Placed, Token, tokens};
use crate::domain::value::number::Number;

/// Part of an expression, and the byte at which it begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) at: usize,
    pub(super) is: Part,
}

/// What a part of an expression is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Number(Number, Option<String>),
    Text(String),
    Word(String),
    List(Vec<Node>),
    /// A form and its field.
    Path(String, String),
    Negated(Box<Node>),
    /// Two parts with a sign or an operator between.
    Binary(&'static str, Box<Node>, Box<Node>),
    Call(String, Vec<Argument>),
}

/// One argument of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Argument {
    pub(super) is: Node,
    /// What stands behind `->`.
    pub(super) then: Option<Node>,
    /// What stands behind `where`.
    pub(super) conditions: Vec<Node>,
}

/// Why a text is no expression: where, and what was expected there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Misread {
    pub(super) at: usize,
    pub(super) expected: &'static str,
}

/// So many parts may lie within each other.
const DEEPEST: usize = 40;

struct Parser {
    tokens: Vec<Placed>,
    next: usize,
    end: usize,
    depth: usize,
}

type Parsed = Result<Node, Misread>;

/// Reads a whole text.
pub(super) fn parse(text: &str) -> Parsed {
    let tokens = tokens(text).map_err(|at| Misread {
        at,
        expected: "number, word, sign",
    })?;
    let mut parser = Parser {
        tokens,
        next: 0,
        end: text.len(),
        depth: 0,
    };
    let node = parser.claim()?;
    if parser.peek().is_some() {
        return Err(parser.misread("+ - * / > >= < <= ="));
    }
    Ok(node)
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next).map(|(_, token)| token)
    }

    fn at(&self) -> usize {
        self.tokens.get(self.next).map_or(self.end, |(at, _)| *at)
    }

    fn misread(&self, expected: &'static str) -> Misread {
        Misread {
            at: self.at(),
            expected,
        }
    }

    fn take_sign(&mut self, signs: &[&'static str]) -> Option<&'static str> {
        let Some(Token::Sign(sign)) = self.peek() else {
            return None;
        };
        let sign = *sign;
        signs.contains(&sign).then(|| {
            self.next += 1;
            sign
        })
    }

    fn require(&mut self, sign: &'static str) -> Result<(), Misread> {
        self.take_sign(&[sign])
            .map(drop)
            .ok_or_else(|| self.misread(sign))
    }

    fn take_keyword(&mut self, keyword: &str) -> bool {
        let is_it = matches!(self.peek(), Some(Token::Word(word)) if word == keyword);
        self.next += usize::from(is_it);
        is_it
    }

    fn claim(&mut self) -> Parsed {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.misread("…"));
        }
        let left = self.sum()?;
        let operator = self
            .take_sign(&[">=", "<=", "!=", "=", ">", "<"])
            .or_else(|| self.take_keyword("in").then_some("in"));
        let node = match operator {
            Some(operator) => {
                let right = self.sum()?;
                binary(operator, left, right)
            }
            None => left,
        };
        self.depth -= 1;
        Ok(node)
    }

    fn sum(&mut self) -> Parsed {
        let mut left = self.product()?;
        while let Some(sign) = self.take_sign(&["+", "-"]) {
            let right = self.product()?;
            left = binary(sign, left, right);
        }
        Ok(left)
    }

    fn product(&mut self) -> Parsed {
        let mut left = self.unary()?;
        while let Some(sign) = self.take_sign(&["*", "/"]) {
            let right = self.unary()?;
            left = binary(sign, left, right);
        }
        Ok(left)
    }

    fn unary(&mut self) -> Parsed {
        let at = self.at();
        if self.take_sign(&["-"]).is_some() {
            let is = Part::Negated(Box::new(self.primary()?));
            return Ok(Node { at, is });
        }
        self.primary()
    }

    fn primary(&mut self) -> Parsed {
        let at = self.at();
        if self.take_sign(&["("]).is_some() {
            let inner = self.claim()?;
            self.require(")")?;
            return Ok(inner);
        }
        if self.take_sign(&["["]).is_some() {
            let mut items = vec![self.sum()?];
            while self.take_sign(&[","]).is_some() {
                items.push(self.sum()?);
            }
            self.require("]")?;
            let is = Part::List(items);
            return Ok(Node { at, is });
        }
        let token = self.peek().cloned();
        let Some(token) = token.filter(|token| !matches!(token, Token::Sign(_))) else {
            return Err(self.misread("number, word, ("));
        };
        self.next += 1;
        let is = match token {
            Token::Number(number) => Part::Number(number, self.unit()),
            Token::Text(text) => Part::Text(text),
            Token::Word(word) => return self.named(at, word),
            Token::Sign(_) => return Err(self.misread("number, word, (")),
        };
        Ok(Node { at, is })
    }

    /// The word behind a number is its unit.
    fn unit(&mut self) -> Option<String> {
        let Some(Token::Word(word)) = self.peek() else {
            return None;
        };
        let word = word.clone();
        let is_unit = !["and", "where", "in"].contains(&word.as_str());
        is_unit.then(|| {
            self.next += 1;
            word
        })
    }

    fn named(&mut self, at: usize, word: String) -> Parsed {
        if self.take_sign(&["."]).is_some() {
            let Some(Token::Word(field)) = self.peek() else {
                return Err(self.misread("word"));
            };
            let is = Part::Path(word, field.clone());
            self.next += 1;
            return Ok(Node { at, is });
        }
        if self.take_sign(&["("]).is_none() {
            let is = Part::Word(word);
            return Ok(Node { at, is });
        }
        let mut arguments = vec![self.argument()?];
        while self.take_sign(&[","]).is_some() {
            arguments.push(self.argument()?);
        }
        self.require(")")?;
        let is = Part::Call(word, arguments);
        Ok(Node { at, is })
    }

    fn argument(&mut self) -> Result<Argument, Misread> {
        let is = self.claim()?;
        let then = if self.take_sign(&["->"]).is_some() {
            Some(self.sum()?)
        } else {
            None
        };
        let mut conditions = Vec::new();
        if self.take_keyword("where") {
            conditions.push(self.claim()?);
            while self.take_keyword("and") {
                conditions.push(self.claim()?);
            }
        }
        Ok(Argument {
            is,
            then,
            conditions,
        })
    }
}

fn binary(sign: &'static str, left: Node, right: Node) -> Node {
    Node {
        at: left.at,
        is: Part::Binary(sign, Box::new(left), Box::new(right)),
    }
}
