-- An initiative is visible when what it hangs on is. When that is purged, the row remembers that not
-- everybody could see it.

ALTER TABLE initiative ADD COLUMN IF NOT EXISTS is_withheld TINYINT UNSIGNED NOT NULL DEFAULT 0
    COMMENT 'what it hung on was hidden from some and is purged: its owner and creator see it alone';
