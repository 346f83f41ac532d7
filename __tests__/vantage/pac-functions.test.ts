import { describe, expect, test } from "vitest";
import { bodyPac, evaluateAll } from "./given-pac.ts";

describe("what a PAC is asked with", () => {
  test("is what Chrome hands over: no path, lower case", async () => {
    const table = { "url === 'https://host.example/'": "true", host: "host.example" };
    expect(await evaluateAll(Object.keys(table))).toEqual(table);
  });

  test("is nothing of the host's, by whatever constructor", async () => {
    const outside = ["require", "process", "fetch", "XMLHttpRequest", "setTimeout", "Worker", "WebAssembly"];
    const ways = [
      ...outside.map((name) => `typeof ${name}`),
      "typeof shExpMatch.constructor('return this')().process",
      "typeof this.constructor.constructor('return this')().process",
    ];
    expect(await evaluateAll(ways)).toEqual(Object.fromEntries(ways.map((way) => [way, "undefined"])));
  });
});

describe("names", () => {
  test("come out as in a browser", async () => {
    const table = {
      "isPlainHostName('www')": "true",
      "isPlainHostName('www.example.com')": "false",
      "isPlainHostName('1::2')": "false",
      "dnsDomainIs('www.example.com', '.example.com')": "true",
      "dnsDomainIs('www.example.com', 'example.com')": "true",
      "dnsDomainIs('evilexample.com', 'example.com')": "true",
      "dnsDomainIs('www', '.example.com')": "false",
      "localHostOrDomainIs('www', 'www.example.com')": "true",
      "localHostOrDomainIs('www.example.com', 'www.example.com')": "true",
      "localHostOrDomainIs('www.other.com', 'www.example.com')": "false",
      "dnsDomainLevels('www')": "0",
      "dnsDomainLevels('www.example.com')": "2",
      "shExpMatch('www.example.com', '*.example.com')": "true",
      "shExpMatch('example.com', '*.example.com')": "false",
      "shExpMatch('wwwXexample.com', 'www.example.com')": "false",
      "shExpMatch('host1', 'host?')": "true",
      "shExpMatch('host12', 'host?')": "false",
      "shExpMatch('b.example.com', '(a|b).example.com')": "true",
      "shExpMatch(url, 'https://*')": "true",
      "alert('x')": "undefined",
    };
    expect(await evaluateAll(Object.keys(table))).toEqual(table);
  });
});

describe("addresses", () => {
  test("come out as in a browser", async () => {
    const table = {
      "dnsResolve(host)": "10.1.2.4",
      "dnsResolve(host.toUpperCase())": "10.1.2.4",
      "dnsResolve(host + '.')": "10.1.2.4",
      "dnsResolve('192.0.2.7')": "192.0.2.7",
      "dnsResolve('localhost')": "127.0.0.1",
      "dnsResolve('elsewhere.example')": "null",
      "dnsResolveEx(host)": "10.1.2.4",
      "isResolvable(host)": "true",
      "isResolvable('elsewhere.example')": "false",
      "isResolvableEx(host)": "true",
      "isInNet(host, '10.1.0.0', '255.255.0.0')": "true",
      "isInNet(host, '10.2.0.0', '255.255.0.0')": "false",
      "isInNet('192.168.4.1', '192.168.0.0', '255.255.0.0')": "true",
      "isInNet('200.1.2.3', '200.1.0.0', '255.255.0.0')": "true",
      "isInNet('192.168.4.1', '0.0.0.0', '0.0.0.0')": "true",
      "isInNet('elsewhere.example', '0.0.0.0', '0.0.0.0')": "false",
      "isInNet(host, '10.1.0.0/16', '')": "false",
      "isInNet('10.1.2.400', '10.0.0.0', '255.0.0.0')": "false",
      "isInNetEx('10.1.2.4', '10.1.0.0/16')": "true",
      "isInNetEx('10.2.2.4', '10.1.0.0/16')": "false",
      "isInNetEx('10.2.2.4', '10.1.0.0/0')": "true",
      "isInNetEx('10.2.2.4', 'nonsense')": "false",
      "convert_addr('10.0.0.1')": "167772161",
      "myIpAddress()": "10.9.9.9",
      "myIpAddressEx()": "10.9.9.9",
      "sortIpAddressList('10.9.9.9')": "10.9.9.9",
    };
    expect(await evaluateAll(Object.keys(table))).toEqual(table);
  });

  test("a name that doesn't exist is none", async () => {
    const said = await evaluateAll(["dnsResolve(host)"], { addresses: { is: "nxdomain" } });
    expect(said).toEqual({ "dnsResolve(host)": "null" });
  });

  test("names that were asked for and not answered are told, once each; the host that is known is none of them", async () => {
    const body = `dnsResolve(host); isInNet("Proxy.corp", "10.0.0.0", "255.0.0.0"); isResolvable("proxy.corp");
      dnsResolveEx("wpad.corp"); return "DIRECT";`;
    expect(await bodyPac(body).route("a.example")).toMatchObject({ unanswered: ["proxy.corp", "wpad.corp"] });
    const silent = bodyPac("dnsResolve(host); return 'DIRECT';", { addresses: { is: "silent" } });
    expect(await silent.route("a.example")).toMatchObject({ unanswered: ["a.example"] });
  });
});

/** 12:30:15 on Saturday, November 28th. */
describe("the clock", () => {
  test("come out as in a browser", async () => {
    const table = {
      "weekdayRange('SAT', 'GMT')": "true",
      "weekdayRange('MON', 'FRI', 'GMT')": "false",
      "weekdayRange('FRI', 'MON', 'GMT')": "true",
      "weekdayRange('sat', 'GMT')": "false",
      "weekdayRange()": "false",
      "dateRange(28, 'GMT')": "true",
      "dateRange(27, 'GMT')": "false",
      "dateRange('NOV', 'GMT')": "true",
      "dateRange(2026, 'GMT')": "true",
      "dateRange(2025, 'GMT')": "false",
      "dateRange(20, 30, 'GMT')": "true",
      "dateRange(29, 5, 'GMT')": "false",
      "dateRange('OCT', 'DEC', 'GMT')": "true",
      "dateRange('DEC', 'FEB', 'GMT')": "false",
      "dateRange('OCT', 'FEB', 'GMT')": "true",
      "dateRange(1, 'NOV', 27, 'NOV', 'GMT')": "false",
      "dateRange(1, 'NOV', 28, 'NOV', 'GMT')": "true",
      "dateRange('JAN', 2026, 'NOV', 2026, 'GMT')": "true",
      "dateRange('JAN', 2026, 'OCT', 2026, 'GMT')": "false",
      "dateRange(1, 'JAN', 2026, 27, 'NOV', 2026, 'GMT')": "false",
      "dateRange(1, 'JAN', 2026, 1, 'JAN', 2027, 'GMT')": "true",
      "dateRange(2025, 2026, 'GMT')": "true",
      "dateRange('NOVEMBER', 'GMT')": "false",
      "timeRange(12, 'GMT')": "true",
      "timeRange(13, 'GMT')": "false",
      "timeRange(9, 17, 'GMT')": "true",
      "timeRange(22, 13, 'GMT')": "false",
      "timeRange(12, 0, 12, 30, 'GMT')": "true",
      "timeRange(12, 31, 13, 0, 'GMT')": "false",
      "timeRange(22, 0, 13, 0, 'GMT')": "true",
      "timeRange(12, 30, 0, 12, 30, 15, 'GMT')": "true",
      "timeRange(12, 30, 16, 12, 31, 0, 'GMT')": "false",
      "timeRange(1, 2, 3)": "fails",
      "new Date().toISOString() === '2026-11-28T12:30:15.000Z'": "true",
      "timeRange(new Date().getHours())": "true",
      "weekdayRange(['SUN','MON','TUE','WED','THU','FRI','SAT'][new Date().getDay()])": "true",
    };
    expect(await evaluateAll(Object.keys(table))).toEqual(table);
  });
});
