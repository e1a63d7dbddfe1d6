/** Where every server has {@link API_COMMAND}; on the path of every shell, whatever a profile made of it. */
export const API = '/usr/local/sbin/api';

/**
 * `api METHOD PATH [JSON]`: one call of the API in its own form, with a token got as the client gets one. Who asks is
 * told by the client's own variables and clouds.yaml. It needs nothing but bash. The status goes to standard error, so
 * that the body can be piped; on a terminal it comes last, for a body is often longer than that. Exit codes: 0 done, 1
 * refused, 2 wrong use, 3 no answer.
 *
 * It asks by HTTP/1.0: such an answer is never in chunks (RFC 9112, section 6.1) and ends with the connection.
 */
export const API_COMMAND = `#!/bin/bash
say() { printf '%s\\n' "$@" >&2; }
fail() { local code=$1; shift; say "\${@/#/api: }"; exit "$code"; }
# Lengths are in bytes.
LC_ALL=C

help() {
  cat <<'END'
usage: api METHOD PATH [JSON]     one call of the API in its own form
用法：api 方法 路径 [JSON]        直接调用一次 API

  api POST /networking/v2.0/networks '{"network": {"name": "blue"}}'
  api POST /networking/v2.0/subnets '{"subnet": {"network_id": "ID",
      "ip_version": 4, "cidr": "172.16.100.0/24"}}'
  api POST /compute/v2.1/servers '{"server": {"name": "vm1",
      "imageRef": "ID", "flavorRef": "ID", "networks": [{"uuid": "ID"}]}}'
  api DELETE /compute/v2.1/servers/ID

GET looks, and finds ids / 用 GET 查看，也用它查 ID：
  api GET '/networking/v2.0/networks?name=blue'
  api GET '/networking/v2.0/ports?device_id=ID'  # of a server / 某个实例的
  api GET '/compute/v2.1/servers?name=vm1'
  api GET /compute/v2.1/servers/detail
  api GET /networking/v2.0/agents
  api GET /image/v2/images
  api GET /compute/v2.1/flavors

How a path begins / 路径的开头：
  /identity/v3  /networking/v2.0  /compute/v2.1  /image/v2
  /load-balancer/v2.0  /key-manager/v1
As the tenant / 以租户身份：OS_CLOUD=demo api …
END
}

# What clouds.yaml says of the cloud $1.
read_cloud() {
  local file=/etc/openstack/clouds.yaml line key value found=
  [[ -r $file ]] || fail 2 "$file cannot be read, and OS_AUTH_URL is not set." "无法读取 $file，也没有设置 OS_AUTH_URL。"
  while IFS= read -r line; do
    if [[ $line =~ ^'  '([^ :]+):[[:space:]]*$ ]]; then
      [[ \${BASH_REMATCH[1]} == "$1" ]] && found=1 || { [[ $found ]] && break; }
      continue
    fi
    [[ $found && $line =~ ^[[:space:]]+([a-z_]+):[[:space:]]*(.*)$ ]] || continue
    key=\${BASH_REMATCH[1]} value=\${BASH_REMATCH[2]}
    value=\${value#[\\"\\']} value=\${value%[\\"\\']}
    case $key in
      auth_url) OS_AUTH_URL=$value ;;
      username) OS_USERNAME=$value ;;
      password) OS_PASSWORD=$value ;;
      project_name) OS_PROJECT_NAME=$value ;;
      user_domain_name) OS_USER_DOMAIN_NAME=$value ;;
      project_domain_name) OS_PROJECT_DOMAIN_NAME=$value ;;
    esac
  done <"$file"
  [[ $found ]] || fail 2 "There is no cloud $1 in $file." "$file 中没有云 $1。"
}

quoted() {
  local text=\${1//\\\\/\\\\\\\\}
  printf '"%s"' "\${text//\\"/\\\\\\"}"
}

# ask METHOD PATH BODY: sets status, reason, token and answer.
ask() {
  local line name
  status= reason= answer=
  { exec 3<>"/dev/tcp/$host/$port"; } 2>/dev/null ||
    fail 3 "There is no answer from $host:$port." "$host:$port 没有响应。"
  {
    printf '%s %s HTTP/1.0\\r\\nHost: %s\\r\\nConnection: close\\r\\nAccept: application/json\\r\\n' "$1" "$2" "$host:$port"
    [[ $token ]] && printf 'X-Auth-Token: %s\\r\\n' "$token"
    [[ $3 ]] && printf 'Content-Type: application/json\\r\\nContent-Length: %d\\r\\n' "\${#3}"
    printf '\\r\\n%s' "$3"
  } >&3
  read -r _ status reason <&3
  reason=\${reason%$'\\r'}
  while IFS= read -r line <&3 && line=\${line%$'\\r'} && [[ $line ]]; do
    name=\${line%%:*}
    [[ \${name,,} == x-subject-token ]] && token=\${line#*: }
  done
  answer=$(cat <&3)
  exec 3>&-
  [[ $status == [0-9][0-9][0-9] ]] || fail 3 "$host:$port did not answer by HTTP." "$host:$port 的回答不是 HTTP。"
}

(($#)) || { help; exit 0; }
[[ $1 == -h || $1 == --help ]] && { help; exit 0; }
method=\${1^^} path=$2 body=$3
misused() { fail 2 "$@" 'How / 用法: api --help'; }
[[ $method =~ ^(GET|POST|PUT|PATCH|DELETE)$ ]] ||
  misused "$1 is no method: GET, POST, PUT, PATCH or DELETE." "$1 不是方法：应为 GET、POST、PUT、PATCH 或 DELETE。"
[[ $path =~ ^/[^[:space:]]*$ ]] || misused "After $method comes a path that begins with /." "$method 后面应是以 / 开头的路径。"
(($# > 3)) && misused "The JSON must be one word: put it between ' and '." "JSON 必须是一个整体：请用单引号 ' 括起来。"

[[ $OS_CLOUD ]] && read_cloud "$OS_CLOUD"
[[ $OS_AUTH_URL ]] || fail 2 'OS_AUTH_URL and OS_CLOUD are not set.' '没有设置 OS_AUTH_URL 或 OS_CLOUD。'
[[ $OS_AUTH_URL =~ ^http://([^/:]+)(:([0-9]+))?(/.*)?$ ]] ||
  fail 2 "$OS_AUTH_URL is no address of a Keystone." "$OS_AUTH_URL 不是 Keystone 的地址。"
host=\${BASH_REMATCH[1]} port=\${BASH_REMATCH[3]:-80} keystone=\${BASH_REMATCH[4]%/}
token=
ask POST "\${keystone%/v3}/v3/auth/tokens" "{\\"auth\\": {\\"identity\\": {\\"methods\\": [\\"password\\"], \\"password\\": {\\"user\\": {
  \\"name\\": $(quoted "$OS_USERNAME"), \\"password\\": $(quoted "$OS_PASSWORD"),
  \\"domain\\": {\\"name\\": $(quoted "\${OS_USER_DOMAIN_NAME:-Default}")}}}},
  \\"scope\\": {\\"project\\": {\\"name\\": $(quoted "$OS_PROJECT_NAME"),
  \\"domain\\": {\\"name\\": $(quoted "\${OS_PROJECT_DOMAIN_NAME:-Default}")}}}}}"
[[ $status == 2* ]] && ask "$method" "$path" "$body"
[[ -t 1 ]] || say "HTTP $status $reason"
if [[ $answer ]]; then
  # Easier to read where there is something that indents.
  pretty=
  [[ -t 1 ]] && pretty=$(python3 -m json.tool --no-ensure-ascii --indent 2 <<<"$answer" 2>/dev/null)
  printf '%s\\n' "\${pretty:-$answer}"
fi
[[ -t 1 ]] && say "HTTP $status $reason"
# An API does not say what is wrong with JSON that is none; who typed it wants to know.
if [[ $status == 400 && $body ]] && command -v python3 >/dev/null; then
  wrong=$(python3 -m json.tool <<<"$body" 2>&1 >/dev/null) || fail 1 "This is no JSON / 这不是 JSON: $wrong"
fi
[[ $status == [23]* ]]
`;
