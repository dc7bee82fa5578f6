-- Version 3 to 4.

CREATE TABLE closed_place (                 -- places that are closed or will be, and where their records went
  place     TEXT PRIMARY KEY NOT NULL REFERENCES place (code),
  closed_on TEXT NOT NULL,                  -- the first day on which it is closed
  successor TEXT REFERENCES place (code) CHECK (successor <> place), -- the place it was merged into: what is left in it counts there
  ended     INTEGER NOT NULL CHECK (ended IN (0, 1)) -- that day came: nothing is judged in it any more, and nothing new entered
) STRICT, WITHOUT ROWID;
CREATE INDEX closed_place_successor ON closed_place (successor);

CREATE TABLE former_name (                  -- names that a place had; a file may still use them
  place TEXT NOT NULL REFERENCES place (code),
  name  TEXT NOT NULL CHECK (name <> ''),
  until TEXT NOT NULL,                      -- the day on which it got another one
  PRIMARY KEY (place, name)
) STRICT, WITHOUT ROWID;
