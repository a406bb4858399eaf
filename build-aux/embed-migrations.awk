# Turns sql/migrations/NNNN-name.sql, given in order, into the C table that store/migrate.h
# declares. Works in every awk.

BEGIN {
	print "/* Made from sql/migrations by build-aux/embed-migrations.awk. */"
	print "#include \"store/migrate.h\""
	print ""
	print "const struct migration migrations[] = {"
}

FNR == 1 {
	close_row()
	file = FILENAME
	sub(/^.*\//, "", file)
	if (file !~ /^[0-9][0-9][0-9][0-9]-[a-z0-9-]+\.sql$/ || file + 0 != rows + 1) {
		print file ": migrations are named NNNN-name.sql and numbered from 1 without a gap" \
			> "/dev/stderr"
		failed = 1
		exit 1
	}
	rows++
	printf "\t{ %d, \"%s\",", file + 0, substr(file, 6, length(file) - 9)
}

{
	line = $0
	gsub(/\\/, "\\\\", line)
	gsub(/"/, "\\\"", line)
	gsub(/\t/, "\\t", line)
	printf "\n\t  \"%s\\n\"", line
}

END {
	if (failed)
		exit 1
	close_row()
	print "};"
	print "const size_t migration_count = sizeof(migrations) / sizeof(migrations[0]);"
}

function close_row()
{
	if (rows)
		print " },"
}
