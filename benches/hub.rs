//! What a hub costs beside `COPY` of the same rows into the same table without its trigger: many
//! changes of one site pushed and pulled, then many sites at once while other programs read. The
//! server is PostgreSQL on this machine, with its usual settings but for 200 connections.
//! `cargo bench --bench hub`; `CHANGES`, `SITES`, `EACH` (changes a site) and `READERS` say how many.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a measurement that prints, and may fail"
)]

#[path = "hub/cost.rs"]
mod cost;
#[path = "hub/crowd.rs"]
mod crowd;
#[path = "../tests/program/mod.rs"]
mod program;
#[path = "../tests/hub/server.rs"]
#[allow(dead_code, reason = "shared with the tests")]
mod server;
#[path = "../tests/hub/world.rs"]
#[allow(dead_code, reason = "shared with the tests")]
mod world;

use cost::Meter;
use server::Server;
use world::{HUZHEN, World};

/// Returns what a variable says, or this.
fn asked(name: &str, or: usize) -> usize {
    let asked = std::env::var(name).ok();
    asked.and_then(|text| text.parse().ok()).unwrap_or(or)
}

fn main() {
    let server = match Server::start("-bench", true) {
        Ok(server) => Box::leak(Box::new(server)),
        Err(reason) => {
            println!("nothing is measured: {reason}");
            return;
        }
    };
    one_site(server, asked("CHANGES", 20_000));
    let crowd = crowd::Crowd {
        sites: asked("SITES", 50),
        each: asked("EACH", 100),
        readers: asked("READERS", 5),
    };
    crowd.run(server);
}

/// Carries many changes of one site.
fn one_site(server: &'static Server, count: usize) {
    if count == 0 {
        return;
    }
    let world = World::on(server);
    let (a, b) = (world.town("a", HUZHEN), world.town("b", HUZHEN));
    let libraries = (0..count).map(|n| (format!("馆{n}"), "40".to_owned()));
    world.add_many("a", HUZHEN, libraries);
    let meter = Meter::new(server);
    println!("{count} changes of one site:");
    let run = |command: &str, file: &str, login: &str| {
        meter.cost(|| cost::run(&world, command, (file, login)))
    };
    let push = run("push", "a", &a);
    let pull = run("pull", "b", &b);
    let again = run("push", "a", &a);
    let check = meter.cost(|| {
        world.sql("SELECT * FROM taizhang.altered()");
        0
    });
    let copy = cost::copy(&world, meter);
    for (what, cost) in [
        ("COPY of the rows", &copy),
        ("push", &push),
        ("pull", &pull),
        ("push of nothing", &again),
        ("check of the whole chain", &check),
    ] {
        cost.print(what, count, &copy);
    }
    cost::print_sizes(&world);
}
