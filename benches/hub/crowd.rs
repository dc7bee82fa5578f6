//! Many sites at one hub, each of a town of its own, while other programs read.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::cost::{self, Cost, Meter};
use crate::server::Server;
use crate::world::World;

/// What a site saves between two syncs, once all are up to date.
const A_DAY: usize = 5;

/// How many sites and readers there are.
pub(crate) struct Crowd {
    pub(crate) sites: usize,
    /// The changes of each site.
    pub(crate) each: usize,
    pub(crate) readers: usize,
}

/// A ledger file of a town, and its login.
struct Site {
    file: String,
    login: String,
    place: String,
}

/// What was seen while the sites were at work.
struct Seen {
    cost: Cost,
    /// What each site waited, in order.
    waits: Vec<Duration>,
    reads: usize,
    connections: usize,
    /// The memory of all connections at once, in KiB.
    memory: u64,
}

impl Crowd {
    /// Lets every site push, take in what the others pushed, and sync a few changes of a day.
    pub(crate) fn run(&self, server: &'static Server) {
        if self.sites == 0 {
            return;
        }
        let world = World::on(server);
        let sites = self.make(&world);
        let meter = Meter::new(server);
        println!(
            "{} sites with {} changes each, at once, while {} read (their psql is in CPU):",
            self.sites, self.each, self.readers
        );
        Self::add(&world, &sites, "馆", self.each);
        let pushed = self.work(&world, &sites, "push", meter);
        let copied = self.sites * self.each;
        let copy = cost::copy(&world, meter);
        copy.print("COPY of the rows", copied, &copy);
        pushed.print("push", copied, &copy);
        let pulled = self.work(&world, &sites, "pull", meter);
        pulled.print("pull", copied * (self.sites - 1), &copy);
        Self::add(&world, &sites, "新馆", A_DAY);
        let synced = self.work(&world, &sites, "sync", meter);
        synced.print("sync of 5 changes", self.sites * A_DAY, &copy);
        let idle = self.work(&world, &sites, "push", meter);
        idle.print("push of nothing", self.sites, &copy);
        cost::print_sizes(&world);
        assert_eq!(world.sql("SELECT * FROM taizhang.altered()"), "");
    }

    /// Makes a file and a login for each of the first towns.
    fn make(&self, world: &World) -> Vec<Site> {
        let db = rusqlite::Connection::open(world.path("taizhang")).unwrap();
        let mut query = db
            .prepare("SELECT code FROM place WHERE level = 'town' ORDER BY code")
            .unwrap();
        let codes = query.query_map([], |row| row.get::<_, String>(0)).unwrap();
        let codes: Vec<String> = codes.map(Result::unwrap).collect();
        (0..self.sites)
            .map(|number| {
                let file = format!("town{number}");
                let place = codes[number % codes.len()].clone();
                let login = world.town(&file, &place);
                Site { file, login, place }
            })
            .collect()
    }

    /// Adds libraries in every town.
    fn add(world: &World, sites: &[Site], name: &str, count: usize) {
        for site in sites {
            let file = &site.file;
            let libraries = (0..count).map(|n| (format!("{file}{name}{n}"), "40".to_owned()));
            world.add_many(file, &site.place, libraries);
        }
    }

    /// Runs a command for every site at once.
    fn work(&self, world: &World, sites: &[Site], command: &str, meter: Meter) -> Seen {
        let is_over = AtomicBool::new(false);
        let reads = AtomicUsize::new(0);
        let mut waits = Vec::new();
        let (mut connections, mut memory) = (0, 0);
        let cost = meter.cost(|| {
            thread::scope(|scope| {
                for _ in 0..self.readers {
                    scope.spawn(|| read(world, &is_over, &reads));
                }
                let run = |site| move || timed(|| cost::run(world, command, site));
                let runs: Vec<_> = sites
                    .iter()
                    .map(|site| (site.file.as_str(), site.login.as_str()))
                    .map(|site| scope.spawn(run(site)))
                    .collect();
                while !runs.iter().all(thread::ScopedJoinHandle::is_finished) {
                    let now = meter.connections();
                    connections = connections.max(now.0);
                    memory = memory.max(now.1);
                    thread::sleep(Duration::from_millis(20));
                }
                let ended = runs.into_iter().map(|run| run.join().unwrap());
                let (most, times): (Vec<u64>, Vec<Duration>) = ended.unzip();
                waits = times;
                is_over.store(true, Ordering::Relaxed);
                most.into_iter().max().unwrap_or(0)
            })
        });
        waits.sort_unstable();
        Seen {
            cost,
            waits,
            reads: reads.load(Ordering::Relaxed),
            connections,
            memory,
        }
    }
}

impl Seen {
    fn print(&self, what: &str, count: usize, copy: &Cost) {
        self.cost.print(what, count, copy);
        let half = self.waits[self.waits.len() / 2];
        let longest = self.waits[self.waits.len() - 1];
        println!(
            "  {:26} a site waited {half:.2?}, at most {longest:.2?}; {} reads; {} connections, {} MiB",
            "",
            self.reads,
            self.connections,
            self.memory.div_ceil(1024)
        );
    }
}

/// Reads as other programs do, until the sites are done.
fn read(world: &World, is_over: &AtomicBool, reads: &AtomicUsize) {
    while !is_over.load(Ordering::Relaxed) {
        world.sql("SELECT county, count(*) FROM taizhang.shortfall GROUP BY county");
        world.sql("SELECT sum(reading_seats) FROM taizhang_kind.library");
        reads.fetch_add(1, Ordering::Relaxed);
    }
}

fn timed(work: impl FnOnce() -> u64) -> (u64, Duration) {
    let begin = Instant::now();
    (work(), begin.elapsed())
}
