const USER_INFO = /\b([a-z][a-z\d+.-]*:\/\/)[^\s/?#"'<>\\]*@/gi;
const SECRET_PARAMETERS =
  /([?&](?:password|passwd|secret|token|access_token|api_?key|key|signature|sig)=)[^\s&#"'<>\\]+/gi;

/** `text` with user names, passwords and keys taken out of every URL in it. */
export function withoutCredentials(text: string): string {
  return text.replace(USER_INFO, '$1[redacted]@').replace(SECRET_PARAMETERS, '$1[redacted]');
}
