/*
 * The manual pages, each made from the tables that the program itself works by.
 */
#ifndef OKR_MANUAL_PAGES_H
#define OKR_MANUAL_PAGES_H

/* `date` as "March 5, 2026". Each prints one page to standard output. */
void page_okr_fcgi(const char *date);
void page_okrctl(const char *date);
void page_okr_conf(const char *date);

#endif
