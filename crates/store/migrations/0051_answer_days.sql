CREATE TABLE answer_days (              -- how an assessment stood at the end of each day on which it changed, but for the last
    organization TEXT NOT NULL,
    assessment TEXT NOT NULL,
    day TEXT NOT NULL,
    states TEXT NOT NULL,               -- one line per criterion (answer_days.rs)
    PRIMARY KEY (organization, assessment, day),
    FOREIGN KEY (organization, assessment) REFERENCES assessments (organization, id)
) CLUSTERED;
