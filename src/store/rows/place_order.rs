//! The places of a tree one after the other, so that those below a place follow it at once.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::rc::Rc;

/// Places in such an order, each with a number.
#[derive(Default)]
pub(crate) struct PlaceOrder {
    codes: Vec<Rc<str>>,
    numbers: HashMap<Rc<str>, usize>,
    /// The number behind the last place below each.
    ends: Vec<usize>,
}

impl PlaceOrder {
    /// Puts places in order, each given with the one above it, which need not be among them. The
    /// places of a circle have no first; one of them begins it.
    pub(crate) fn of<'p>(places: impl IntoIterator<Item = (&'p str, Option<&'p str>)>) -> Self {
        let mut above: BTreeMap<&str, Option<&str>> = places.into_iter().collect();
        let parents: Vec<&str> = above.values().copied().flatten().collect();
        for parent in parents {
            above.entry(parent).or_default();
        }
        let mut below: HashMap<&str, Vec<&str>> = HashMap::new();
        let mut roots = Vec::new();
        for (&place, &parent) in &above {
            match parent {
                Some(parent) => below.entry(parent).or_default().push(place),
                None => roots.push(place),
            }
        }
        let mut order = Self::default();
        for root in roots.into_iter().chain(above.keys().copied()) {
            order.add_tree(root, &below);
        }
        order
    }

    fn add_tree(&mut self, root: &str, below: &HashMap<&str, Vec<&str>>) {
        enum Step<'p> {
            Enter(&'p str),
            Leave(usize),
        }
        let mut steps = vec![Step::Enter(root)];
        while let Some(step) = steps.pop() {
            match step {
                Step::Leave(number) => {
                    let end = self.codes.len();
                    if let Some(known) = self.ends.get_mut(number) {
                        *known = end;
                    }
                }
                Step::Enter(place) if self.numbers.contains_key(place) => {}
                Step::Enter(place) => {
                    let number = self.add(place);
                    steps.push(Step::Leave(number));
                    let next = below.get(place).into_iter().flatten().rev();
                    steps.extend(next.map(|place| Step::Enter(place)));
                }
            }
        }
    }

    fn add(&mut self, place: &str) -> usize {
        let number = self.codes.len();
        let place: Rc<str> = place.into();
        self.numbers.insert(Rc::clone(&place), number);
        self.codes.push(place);
        self.ends.push(number + 1);
        number
    }

    /// Returns the number of a place; one that is not in the tree is added behind all others.
    pub(crate) fn number_or_add(&mut self, place: &str) -> usize {
        self.number(place).unwrap_or_else(|| self.add(place))
    }

    /// Returns the number of a place.
    pub(crate) fn number(&self, place: &str) -> Option<usize> {
        self.numbers.get(place).copied()
    }

    /// Returns the code of a place.
    pub(crate) fn code(&self, number: usize) -> &str {
        self.codes.get(number).map_or("", |code| code)
    }

    /// Returns the numbers of a place and of all below it.
    pub(crate) fn with_all_below(&self, number: usize) -> Range<usize> {
        number..self.ends.get(number).copied().unwrap_or(number + 1)
    }

    /// Returns how many places there are.
    pub(crate) const fn len(&self) -> usize {
        self.codes.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_below_a_place_follow_it() {
        let places = [
            ("c", Some("a")),
            ("a", None),
            ("d", Some("b")),
            ("b", Some("a")),
            ("e", Some("not given")),
        ];
        let mut order = PlaceOrder::of(places);
        let codes: Vec<&str> = (0..order.len()).map(|number| order.code(number)).collect();
        assert_eq!(codes, ["a", "b", "d", "c", "not given", "e"]);
        let below = |code: &str| order.with_all_below(order.number(code).unwrap());
        assert_eq!(below("a"), 0..4);
        assert_eq!(below("b"), 1..3);
        assert_eq!(below("not given"), 4..6);
        assert_eq!((order.number_or_add("x"), order.len()), (6, 7));
        assert_eq!(order.with_all_below(6), 6..7);
    }

    #[test]
    fn a_circle_has_an_end() {
        let order = PlaceOrder::of([("a", Some("b")), ("b", Some("a")), ("c", Some("b"))]);
        assert_eq!(order.len(), 3);
        assert_eq!(order.with_all_below(0), 0..3);
    }
}
