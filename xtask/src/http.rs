//! A blocking HTTP/1.1 client over one persistent connection, small enough not to distort measurements.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    time::Duration,
};

use serde_json::Value;

/// The timeout of a response.
const PATIENCE: Duration = Duration::from_mins(1);

/// One connection to a server.
#[derive(Debug)]
pub(crate) struct Client {
    stream: BufReader<TcpStream>,
    host: String,
}

/// The response.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    /// The body as transferred, after joining chunks.
    pub(crate) body: Vec<u8>,
}

impl Client {
    /// Connects to a port of this machine.
    pub(crate) fn connect(port: u16) -> Result<Self, String> {
        let stream = TcpStream::connect(("127.0.0.1", port)).map_err(|error| format!("connect: {error}"))?;
        let set = stream.set_nodelay(true).and_then(|()| stream.set_read_timeout(Some(PATIENCE)));
        set.map_err(|error| format!("connect: {error}"))?;
        Ok(Self { stream: BufReader::with_capacity(64 << 10, stream), host: format!("localhost:{port}") })
    }

    /// Sends a GET request.
    pub(crate) fn get(&mut self, path: &str, headers: &[(&str, &str)]) -> Result<Response, String> {
        self.request("GET", path, headers, b"")
    }

    /// Sends a request at once and waits for the whole response.
    pub(crate) fn request(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Response, String> {
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\n", self.host);
        for (name, value) in headers {
            head.extend([name, ": ", value, "\r\n"]);
        }
        if !body.is_empty() || method != "GET" {
            head.extend(["Content-Length: ", &body.len().to_string(), "\r\n"]);
        }
        head.push_str("\r\n");
        let message = [head.as_bytes(), body].concat();
        let sent = self.stream.get_mut().write_all(&message);
        let answer = sent.and_then(|()| self.read(method == "HEAD"));
        answer.map_err(|error| format!("{method} {path}: {error}"))
    }

    /// The connection itself, for sending invalid data.
    pub(crate) fn stream(&mut self) -> &mut TcpStream {
        self.stream.get_mut()
    }

    /// Reads a response to data sent over [`Client::stream`].
    pub(crate) fn answer(&mut self) -> Result<Response, String> {
        self.read(false).map_err(|error| error.to_string())
    }

    /// Requests an endless response, and reads only its status.
    pub(crate) fn begin(&mut self, method: &str, path: &str, headers: &[(&str, &str)]) -> Result<u16, String> {
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\n", self.host);
        for (name, value) in headers {
            head.extend([name, ": ", value, "\r\n"]);
        }
        head.push_str("\r\n");
        let line = self.stream.get_mut().write_all(head.as_bytes()).and_then(|()| self.line());
        let line = line.map_err(|error| format!("{method} {path}: {error}"))?;
        let status = line.split(' ').nth(1).and_then(|status| status.parse().ok());
        status.ok_or_else(|| format!("no status in {line:?}"))
    }

    fn read(&mut self, without_body: bool) -> std::io::Result<Response> {
        let first = self.line()?;
        let status = first.split(' ').nth(1).and_then(|status| status.parse().ok());
        let status = status.ok_or_else(|| std::io::Error::other(format!("no status in {first:?}")))?;
        let mut headers = Vec::new();
        loop {
            let line = self.line()?;
            if line.is_empty() {
                break;
            }
            let (name, value) = line.split_once(':').unwrap_or((&line, ""));
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        let mut response = Response { status, headers, body: Vec::new() };
        if response.header("transfer-encoding").is_some_and(|coding| coding.contains("chunked")) {
            self.chunks(&mut response.body)?;
        } else if let Some(length) = response.header("content-length").and_then(|length| length.parse::<usize>().ok())
            && !without_body
        {
            response.body.resize(length, 0);
            self.stream.read_exact(&mut response.body)?;
        }
        Ok(response)
    }

    fn chunks(&mut self, body: &mut Vec<u8>) -> std::io::Result<()> {
        loop {
            let size = self.line()?;
            let size = usize::from_str_radix(size.split(';').next().unwrap_or_default().trim(), 16);
            let size = size.map_err(std::io::Error::other)?;
            let start = body.len();
            body.resize(start + size, 0);
            self.stream.read_exact(&mut body[start..])?;
            self.line()?;
            if size == 0 {
                return Ok(());
            }
        }
    }

    fn line(&mut self) -> std::io::Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        line.truncate(line.trim_end().len());
        Ok(line)
    }
}

impl Response {
    /// The first header with a name in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers_named(name).next()
    }

    /// All headers with a name.
    pub(crate) fn headers_named(&self, name: &str) -> impl Iterator<Item = &str> {
        self.headers.iter().filter(move |(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON, if the request succeeded.
    pub(crate) fn json(&self) -> Result<Value, String> {
        if self.status >= 300 {
            return Err(format!("{}: {}", self.status, self.text()));
        }
        serde_json::from_slice(&self.body).map_err(|error| format!("no JSON: {error}: {}", self.text()))
    }
}

#[cfg(test)]
mod tests {
    use std::{
        io::{Read, Write},
        net::TcpListener,
        thread,
    };

    use super::Client;

    #[test]
    fn lengths_and_chunks_come_over_one_connection() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut asked = [0; 1024];
            for answer in [
                "HTTP/1.1 200 OK\r\nContent-Length: 7\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\n\r\n{\"a\":1}",
                "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
            ] {
                let length = stream.read(&mut asked).unwrap();
                assert!(String::from_utf8_lossy(&asked[..length]).contains(" HTTP/1.1\r\nHost: localhost:"));
                stream.write_all(answer.as_bytes()).unwrap();
            }
        });
        let mut client = Client::connect(port).unwrap();
        let first = client.get("/", &[]).unwrap();
        assert_eq!(first.json().unwrap()["a"], 1);
        assert_eq!(first.headers_named("set-cookie").collect::<Vec<_>>(), ["a=1", "b=2"]);
        let second = client.request("PATCH", "/", &[("If-Match", "\"1\"")], b"{}").unwrap();
        assert_eq!((second.status, second.text().as_str()), (404, "abcde"));
        assert!(second.json().is_err());
        server.join().unwrap();
    }
}
