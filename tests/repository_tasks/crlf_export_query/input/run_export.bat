@echo off
rem Runs every night at 02:00.
duckdb claims.db < export_claims.sql > claims_open.txt
