/*
 * Keys and tokens that other programs made: those of the RFCs, and some by Node's crypto. All of the
 * latter have the same claims: iss https://id.example.org/, aud ["x","okr"], sub alice, the tenant
 * below, scope "okrs:read write:okrs", nbf 1700000000, exp 1700003600.
 */
#ifndef OKR_TESTS_JWT_VECTORS_H
#define OKR_TESTS_JWT_VECTORS_H

#define TENANT "01890a5d-ac96-774b-bcce-b302099a8057"
#define SECRET "0123456789abcdef0123456789abcdef"

/* ---- RFC 7515, appendix A.1: HS256 */

#define RFC7515_SECRET                                                                             \
	"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjA"             \
	"zZr1Z9CAow"

#define RFC7515_HS256                                                                              \
	"eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA"             \
	"4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB9"             \
	"2K27uhbUJU1p1r_wW1gFWFOEjXk"

/* ---- RFC 7515, appendix A.2: RS256 */

#define RFC7515_N                                                                                  \
	"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrc"             \
	"S2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGz"             \
	"jb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xs"             \
	"mtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8"             \
	"q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"

#define RFC7515_RS256                                                                              \
	"eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA"             \
	"6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat"             \
	"0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t"             \
	"1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07"             \
	"Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnv"             \
	"Wh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77"             \
	"Rw"

/* ---- RFC 7515, appendix A.3: ES256 */

#define RFC7515_X "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"
#define RFC7515_Y "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"

#define RFC7515_ES256                                                                              \
	"eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA"             \
	"6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4Ga"             \
	"wxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"

/* ---- RFC 8037, appendix A: EdDSA; what is signed is no JSON */

#define RFC8037_X "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
#define RFC8037_D "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"

#define RFC8037_EDDSA                                                                              \
	"eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnL"             \
	"WG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"

/* ---- Node: public keys as a JWKS has them, and what they signed */

#define NODE_N                                                                                     \
	"7z34-9qm0pw2pxxpeYDZw38I9AMkdAn2dwoqQe1Ch_duN_SlzmpZ98PB6hwYxDNvijgxmIr1gUrP"             \
	"GFHjSuNiHI1iP53qZB7_3jSDbpFGWWGniWrlB30H8cLfIV6DywyJ9qNVPRTc6gGZtEfW_cgwm7v5"             \
	"Y1OfDN9lOQYel-T_ca3mVlYNSk0UwuNTYRn--pftvmhfT5tFRZmhmuzSHo68MuzIFMQpGspdwgjf"             \
	"4lYJLCVHrhLcg36kloI5qLHGN85y9N6qso5Hgk0gLAVo_-GOVyJXSzwDQ0Yi1kapY7hIHdIPfQA-"             \
	"XN1g679WLk6xDl6sFnAaGa9Xi_neXwnMJTR3GQ"

#define NODE_X "x1LjHWwGxsFpDpbnRJbq3VkeO22W57BqOw6NCipg-m0"
#define NODE_Y "Q5oUCnMJ-WwRtQYEs8_Lgu6CiudZxv6s9WOJfSgAf-0"
#define NODE_ED_X "9Uh04hmLD4YLA1Oyhs-AP3P_0hBi1juDWpxZvoxKnm4"

#define NODE_HS256                                                                                 \
	"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6Im9jdCJ9.eyJpc3MiOiJodHRwczovL2l"             \
	"kLmV4YW1wbGUub3JnLyIsImF1ZCI6WyJ4Iiwib2tyIl0sInN1YiI6ImFsaWNlIiwidGVuYW50X2l"             \
	"kIjoiMDE4OTBhNWQtYWM5Ni03NzRiLWJjY2UtYjMwMjA5OWE4MDU3Iiwic2NvcGUiOiJva3JzOnJ"             \
	"lYWQgd3JpdGU6b2tycyIsImlhdCI6MTcwMDAwMDAwMCwiZXhwIjoxNzAwMDAzNjAwLCJuYmYiOjE"             \
	"3MDAwMDAwMDB9.Ydh_JpTKKBMs5v5yI6UExWugXU9cVWmhYNxAPXe3VuI"

#define NODE_RS256                                                                                 \
	"eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6InJzYSJ9.eyJpc3MiOiJodHRwczovL2l"             \
	"kLmV4YW1wbGUub3JnLyIsImF1ZCI6WyJ4Iiwib2tyIl0sInN1YiI6ImFsaWNlIiwidGVuYW50X2l"             \
	"kIjoiMDE4OTBhNWQtYWM5Ni03NzRiLWJjY2UtYjMwMjA5OWE4MDU3Iiwic2NvcGUiOiJva3JzOnJ"             \
	"lYWQgd3JpdGU6b2tycyIsImlhdCI6MTcwMDAwMDAwMCwiZXhwIjoxNzAwMDAzNjAwLCJuYmYiOjE"             \
	"3MDAwMDAwMDB9.s1hpFGmoyJJ9vlrYBxYsR95yo6CJPP-YOGG2o6bCWinLbqZgsbpTnEws6iprEv"             \
	"lTEjg6SU-F57QAinh4CMBXU_selasDdg_DUDlsxm6iUcu6ZRCBkoL110ds7vX3Vtj0fqrOL0Cf-m"             \
	"kwlKZALb-29RbwJ5_7efI6xnw-jCM4KfKL1HsBgUTxJPQn-OResmOXnVZ3Uj12FRfdzLgG7j67_W"             \
	"MSvrVSeWb0Rz8su2PCUWMYmHgu306Y3L4uvlfWagEeuOf9U_FArXBmBNHNJgrR0PC4zme25nu5Hp"             \
	"DV9ZhqQC2Czy2WFwSJQbe3K3sIyyspc6U_92mHXA0Fi1Xyx-FELw"

#define NODE_ES256                                                                                 \
	"eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6ImVjIn0.eyJpc3MiOiJodHRwczovL2lk"             \
	"LmV4YW1wbGUub3JnLyIsImF1ZCI6WyJ4Iiwib2tyIl0sInN1YiI6ImFsaWNlIiwidGVuYW50X2lk"             \
	"IjoiMDE4OTBhNWQtYWM5Ni03NzRiLWJjY2UtYjMwMjA5OWE4MDU3Iiwic2NvcGUiOiJva3JzOnJl"             \
	"YWQgd3JpdGU6b2tycyIsImlhdCI6MTcwMDAwMDAwMCwiZXhwIjoxNzAwMDAzNjAwLCJuYmYiOjE3"             \
	"MDAwMDAwMDB9.XO3WUfVgY2goAtx-SZ37lYHhqub96ohWGavSmEpCk0zePpq_XN_712Nf5RiYJwS"             \
	"ZxOIiAwm8sMAHp21DZhFTmQ"

#define NODE_EDDSA                                                                                 \
	"eyJhbGciOiJFZERTQSIsInR5cCI6IkpXVCIsImtpZCI6ImVkIn0.eyJpc3MiOiJodHRwczovL2lk"             \
	"LmV4YW1wbGUub3JnLyIsImF1ZCI6WyJ4Iiwib2tyIl0sInN1YiI6ImFsaWNlIiwidGVuYW50X2lk"             \
	"IjoiMDE4OTBhNWQtYWM5Ni03NzRiLWJjY2UtYjMwMjA5OWE4MDU3Iiwic2NvcGUiOiJva3JzOnJl"             \
	"YWQgd3JpdGU6b2tycyIsImlhdCI6MTcwMDAwMDAwMCwiZXhwIjoxNzAwMDAzNjAwLCJuYmYiOjE3"             \
	"MDAwMDAwMDB9.IX2BhPY1gSP_cnPn0FMWfSFt-I8Is5vBFguoi7NypzLn5eQ-g_YrrnvNJJt1UQj"             \
	"s9JNc2n58lhh28h8MGD_fAw"

/* The RSA key as a file has it: the secret of an attacker who hopes that we mix up the two. */
#define NODE_PEM                                                                                   \
	"-----BEGIN PUBLIC KEY-----\n"                                                             \
	"MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA7z34+9qm0pw2pxxpeYDZ\n"                       \
	"w38I9AMkdAn2dwoqQe1Ch/duN/SlzmpZ98PB6hwYxDNvijgxmIr1gUrPGFHjSuNi\n"                       \
	"HI1iP53qZB7/3jSDbpFGWWGniWrlB30H8cLfIV6DywyJ9qNVPRTc6gGZtEfW/cgw\n"                       \
	"m7v5Y1OfDN9lOQYel+T/ca3mVlYNSk0UwuNTYRn++pftvmhfT5tFRZmhmuzSHo68\n"                       \
	"MuzIFMQpGspdwgjf4lYJLCVHrhLcg36kloI5qLHGN85y9N6qso5Hgk0gLAVo/+GO\n"                       \
	"VyJXSzwDQ0Yi1kapY7hIHdIPfQA+XN1g679WLk6xDl6sFnAaGa9Xi/neXwnMJTR3\n"                       \
	"GQIDAQAB\n"                                                                               \
	"-----END PUBLIC KEY-----\n"

/* Keys that are not for us: RSA of 1024 bits, P-384. */
#define WEAK_N                                                                                     \
	"vv0JJDDAMc98qIrHPQ7fJ-KfBx4p_e3ObZP-ZubSLPzX1w2ndD43-Zg5UgExn4D7NyEkPD_9WX6q"             \
	"5tBDdhl7_IoEIbdYoBMxlCgdrFlPSb0kt1xSykA1YK_cunMa1T8YvcOGrdwXynjT4wktu5BZqOmJ"             \
	"YUWvYkIXvZHoZaKGOIs"

#define P384                                                                                       \
	"\"x\":\"Y6KFR2H2RUL2-IUjoSu-8KxfM7fKLZJf6wOtIx_LopcSP2DwEEnbClNSdNiUGQi1\",\"y\":"        \
	"\"KUhNC4Fk012IymvGR7ibFJcFtJ8HArYLC4RPrVkCw5JJKtXORgwXoL4QfNElV_rb\""

#endif
