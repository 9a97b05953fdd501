-- What each example keeps. An event changes all of it in one transaction.
-- Units, and of which event each has its name: an older one, which a replay may bring later, is counted and does not rename it.
CREATE TABLE IF NOT EXISTS unit (code TEXT PRIMARY KEY, name TEXT, changes INTEGER, sequence INTEGER);
-- Every event that came, once.
CREATE TABLE IF NOT EXISTS heard (source TEXT, id TEXT, subject TEXT, sequence INTEGER, known INTEGER, UNIQUE (source, id));
-- How far each subject is.
CREATE TABLE IF NOT EXISTS position (source TEXT, subject TEXT, sequence INTEGER, PRIMARY KEY (source, subject));
-- Where to go on.
CREATE TABLE IF NOT EXISTS next (topic TEXT, part INTEGER, next INTEGER, PRIMARY KEY (topic, part));
