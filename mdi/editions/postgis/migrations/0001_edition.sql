-- The published edition, its areas and its results.

CREATE TABLE mdi.schema_version (
    version integer PRIMARY KEY,
    name text NOT NULL,
    applied timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE mdi.schema_version IS 'The migrations that made this schema';

CREATE TABLE mdi.edition (
    name text PRIMARY KEY,
    title jsonb NOT NULL,
    invented boolean NOT NULL,
    geography text NOT NULL,
    software jsonb NOT NULL,
    manifest jsonb NOT NULL,
    published timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE mdi.edition IS 'The edition that is published here: one row';
COMMENT ON COLUMN mdi.edition.invented IS 'Whether the figures are invented; say so wherever they show';

CREATE TABLE mdi.areas (
    id integer PRIMARY KEY,
    level text NOT NULL,
    vintage integer NOT NULL,
    area_code text NOT NULL,
    area_name text,
    parent_code text,
    geom geometry(MultiPolygon, 4326),
    UNIQUE (level, vintage, area_code)
);
CREATE INDEX areas_geom ON mdi.areas USING gist (geom);
COMMENT ON TABLE mdi.areas IS 'The shapes of every level and vintage';
COMMENT ON COLUMN mdi.areas.vintage IS 'The year of the borders';
COMMENT ON COLUMN mdi.areas.geom IS 'Longitude and latitude';

CREATE TABLE mdi.results (
    level text NOT NULL,
    year integer NOT NULL,
    weights text NOT NULL,
    method text NOT NULL,
    area_code text NOT NULL,
    area_name text,
    index double precision,
    rank integer,
    decile smallint,
    coverage double precision,
    status text NOT NULL,
    ranks_within jsonb,
    domains jsonb NOT NULL,
    PRIMARY KEY (level, year, weights, method, area_code)
);
CREATE INDEX results_area_code ON mdi.results (area_code);
COMMENT ON TABLE mdi.results IS 'One row for each area, level, year, weight set and method';
COMMENT ON COLUMN mdi.results.rank IS '1 is the most deprived';
COMMENT ON COLUMN mdi.results.decile IS '1 is the most deprived tenth';
COMMENT ON COLUMN mdi.results.coverage IS 'The observed part of the full weight, 0 to 1';
COMMENT ON COLUMN mdi.results.ranks_within IS 'The rank among the areas of the same larger area, by level';
COMMENT ON COLUMN mdi.results.domains IS 'Points and rank in each domain; the view domain_scores has them as rows';

CREATE VIEW mdi.domain_scores AS
SELECT r.level, r.year, r.weights, r.method, r.area_code,
       d.key AS domain,
       (d.value ->> 'points')::double precision AS points,
       (d.value ->> 'rank')::integer AS rank,
       d.value ->> 'filled' AS filled
FROM mdi.results r CROSS JOIN LATERAL jsonb_each(r.domains) d;
COMMENT ON VIEW mdi.domain_scores IS 'One row for each domain of each result';

CREATE TABLE mdi.layers (
    level text PRIMARY KEY,
    vintage integer NOT NULL,
    year integer NOT NULL,
    weights text NOT NULL,
    method text NOT NULL
);
COMMENT ON TABLE mdi.layers IS 'What the view map_<level> of each level shows';

-- GeoServer looks here for the column that identifies the rows of a view.
CREATE VIEW mdi.gt_pk_metadata AS
SELECT 'mdi' AS table_schema, 'map_' || level AS table_name, 'id' AS pk_column,
       1 AS pk_column_idx, 'assigned' AS pk_policy, NULL::text AS pk_sequence
FROM mdi.layers;
COMMENT ON VIEW mdi.gt_pk_metadata IS 'The key of each view, as GeoServer looks it up';
