package io.github.groupcoordinator.internal.group;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.PatternSyntaxException;

/** What stands for one character, or for a class of them, in a regular expression of RE2/J. */
final class Re2Escapes {
    private static final int MAX_CODE_POINT = 0x10FFFF;

    /** Without those that are not assigned, RE2/J knows of no class by that name. */
    private static final List<String> CATEGORIES =
            List.of(("C Cc Cf Co Cs L Ll Lm Lo Lt Lu M Mc Me Mn N Nd Nl No P Pc Pd Pe Pf Pi Po Ps"
                            + " S Sc Sk Sm So Z Zl Zp Zs")
                    .split(" "));

    /** By their POSIX names; the JDK's names stand for the same ASCII characters. */
    private static final Map<String, String> POSIX = posix();

    private final String regex;

    Re2Escapes(String regex) {
        this.regex = regex;
    }

    /** A character, and where what stands for it ends. */
    record Char(int codePoint, int end) {}

    private static Map<String, String> posix() {
        Map<String, String> classes = new TreeMap<>();
        for (String name : "Alnum Alpha Blank Cntrl Digit Graph Lower Print Punct Space Upper".split(" ")) {
            classes.put(name.toLowerCase(Locale.ROOT), "p{" + name + "}");
        }
        classes.put("ascii", "p{ASCII}");
        classes.put("xdigit", "p{XDigit}");
        classes.put("word", "w");
        return classes;
    }

    static void appendLiteral(StringBuilder out, int codePoint) {
        boolean isSpecial = codePoint < 0x80 && !Character.isLetterOrDigit(codePoint);
        if (isSpecial) {
            out.append('\\');
        }
        out.appendCodePoint(codePoint);
    }

    private PatternSyntaxException refused(String why, int at) {
        return new PatternSyntaxException(why, regex, at);
    }

    /** Translates {@code [:alpha:]} and the like within a class; returns where it ends, or -1 if there is none. */
    int posixClassAt(int at, StringBuilder out) {
        int end = regex.startsWith("[:", at) ? regex.indexOf(":]", at) : -1;
        if (end < 0) {
            return -1;
        }
        String name = regex.substring(Math.min(at + 2, end), end);
        boolean negated = name.startsWith("^");
        String translation = POSIX.get(negated ? name.substring(1) : name);
        if (translation == null) {
            throw refused("there is no class [:" + name + ":]", at);
        }
        if (translation.equals("w")) {
            out.append(negated ? "\\W" : "\\w");
        } else {
            out.append(negated ? "\\P" : "\\p").append(translation.substring(1));
        }
        return end + 2;
    }

    /** Translates an escape that stands for a class; returns where it ends, or -1 if it is none. */
    int classAt(int at, StringBuilder out, boolean standsAlone) {
        if (!regex.startsWith("\\", at) || at + 1 >= regex.length()) {
            return -1;
        }
        char which = regex.charAt(at + 1);
        switch (which) {
            case 'd', 'D', 'w', 'W' -> out.append('\\').append(which);
            // Without the vertical tab that the JDK adds.
            case 's' -> out.append(standsAlone ? "[\\t\\n\\f\\r ]" : "\\t\\n\\f\\r\\ ");
            case 'S' -> out.append("[^\\t\\n\\f\\r ]");
            case 'p', 'P' -> {
                return unicodeClass(at, which == 'P', out);
            }
            default -> {
                return -1;
            }
        }
        return at + 2;
    }

    private int unicodeClass(int at, boolean isUpper, StringBuilder out) {
        int begin = at + 2;
        if (begin >= regex.length()) {
            throw refused("a class has no name", at);
        }
        int end;
        String name;
        if (regex.charAt(begin) == '{') {
            end = regex.indexOf('}', begin);
            if (end < 0) {
                throw refused("the name of a class does not end", at);
            }
            name = regex.substring(begin + 1, end);
        } else {
            end = begin + Character.charCount(regex.codePointAt(begin)) - 1;
            name = regex.substring(begin, end + 1);
        }
        boolean negated = isUpper != name.startsWith("^");
        name = name.startsWith("^") ? name.substring(1) : name;
        if (name.equals("Any")) {
            out.append(negated ? "[^" : "[").append("\\x{0}-\\x{10FFFF}]");
        } else if (CATEGORIES.contains(name)) {
            out.append(negated ? "\\P{" : "\\p{").append(name).append('}');
        } else if (isScript(name)) {
            out.append(negated ? "\\P{Is" : "\\p{Is").append(name).append('}');
        } else {
            throw refused("there is no class " + name, at);
        }
        return end + 1;
    }

    private static boolean isScript(String name) {
        for (Character.UnicodeScript script : Character.UnicodeScript.values()) {
            if (script.name().equals(name.toUpperCase(Locale.ROOT))) {
                // Old_Italic, but not old_italic.
                return name.matches("[A-Z][a-z]+(_[A-Z][a-z]+)*");
            }
        }
        return false;
    }

    /** Reads an escape that stands for one character. */
    Char charAt(int at) {
        if (at + 1 >= regex.length()) {
            throw refused("a backslash stands at the end", at);
        }
        int escaped = regex.codePointAt(at + 1);
        int end = at + 1 + Character.charCount(escaped);
        boolean isAlphanumeric = escaped < 0x80 && Character.isLetterOrDigit(escaped);
        if (!isAlphanumeric) {
            return new Char(escaped, end);
        }
        int simple = "afnrtv".indexOf(escaped);
        if (simple >= 0) {
            return new Char("\u0007\f\n\r\t\u000b".charAt(simple), end);
        }
        if (escaped == 'x') {
            return hexadecimal(at, end);
        }
        if (escaped == '0' || escaped < '8' && isOctal(end)) {
            return octal(escaped - '0', end);
        }
        throw refused("it has no \\" + Character.toString(escaped), at);
    }

    private boolean isOctal(int at) {
        return at < regex.length() && regex.charAt(at) >= '0' && regex.charAt(at) <= '7';
    }

    private Char octal(int first, int begin) {
        int value = first;
        int end = begin;
        while (end < begin + 2 && isOctal(end)) {
            value = value * 8 + regex.charAt(end) - '0';
            end++;
        }
        return new Char(value, end);
    }

    private Char hexadecimal(int at, int begin) {
        boolean isBraced = regex.startsWith("{", begin);
        int end = isBraced ? regex.indexOf('}', begin) : begin + 2;
        String digits = end < 0 || end > regex.length() ? "" : regex.substring(isBraced ? begin + 1 : begin, end);
        // Leading zeros count for nothing.
        String significant = digits.replaceFirst("^0+(?=.)", "");
        int value = digits.matches("[0-9A-Fa-f]+") && significant.length() <= 6
                ? Integer.parseInt(significant, 16)
                : MAX_CODE_POINT + 1;
        if (value > MAX_CODE_POINT) {
            throw refused("\\x stands before no number of a character", at);
        }
        return new Char(value, isBraced ? end + 1 : end);
    }
}
