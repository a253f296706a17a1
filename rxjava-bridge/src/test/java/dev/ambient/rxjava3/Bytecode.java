/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.rxjava3;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/** Reads from a class file which types its methods ask for by {@code instanceof}. */
final class Bytecode {

    private static final int INSTANCEOF = 0xc1;
    private static final int TABLESWITCH = 0xaa;
    private static final int LOOKUPSWITCH = 0xab;
    private static final int WIDE = 0xc4;
    private static final int IINC = 0x84;

    /** By how many bytes an instruction is followed, for each from 0x00 on: JVM specification, chapter 6. */
    private static final String OPERANDS = "0".repeat(0x10) // constants
            + "12122" // bipush, sipush, ldc, ldc_w, ldc2_w
            + "11111" // loads of a local
            + "0".repeat(0x36 - 0x1a)
            + "11111" // stores to a local
            + "0".repeat(0x84 - 0x3b)
            + "2" // iinc
            + "0".repeat(0x99 - 0x85)
            + "2".repeat(0xa9 - 0x99) // branches
            + "1" // ret
            + "00" // the switches, which are as long as they are
            + "0".repeat(0xb2 - 0xac)
            + "22222224" // fields and calls, up to invokeinterface
            + "4" // invokedynamic
            + "2" // new
            + "1" // newarray
            + "2" // anewarray
            + "00" // arraylength, athrow
            + "22" // checkcast, instanceof
            + "00" // monitors
            + "0" // wide
            + "3" // multianewarray
            + "22" // ifnull, ifnonnull
            + "44"; // goto_w, jsr_w

    private final DataInputStream in;
    private Object[] constants = {};

    private Bytecode(InputStream in) {
        this.in = new DataInputStream(in);
    }

    /** Tells of each {@code instanceof} the name of the type that is asked for. */
    static void instanceofs(InputStream classFile, Consumer<String> asked) throws IOException {
        new Bytecode(classFile).read(asked);
    }

    private void read(Consumer<String> asked) throws IOException {
        in.skipNBytes(8); // magic and version
        readConstants();
        in.skipNBytes(6); // what it is, and of which class
        in.skipNBytes(2L * in.readUnsignedShort()); // interfaces
        for (int fields = in.readUnsignedShort(); fields > 0; fields--) {
            in.skipNBytes(6);
            skipAttributes();
        }
        for (int methods = in.readUnsignedShort(); methods > 0; methods--) {
            in.skipNBytes(6);
            for (int attributes = in.readUnsignedShort(); attributes > 0; attributes--) {
                Object name = constants[in.readUnsignedShort()];
                int length = in.readInt();
                if ("Code".equals(name)) {
                    in.skipNBytes(4);
                    byte[] code = in.readNBytes(in.readInt());
                    look(code, asked);
                    in.skipNBytes(8L * in.readUnsignedShort()); // exception handlers
                    skipAttributes();
                } else {
                    in.skipNBytes(length);
                }
            }
        }
    }

    private void readConstants() throws IOException {
        int count = in.readUnsignedShort();
        constants = new Object[count];
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> constants[i] = in.readUTF();
                case 7 -> constants[i] = in.readUnsignedShort(); // a class: where its name is
                case 8, 16, 19, 20 -> in.skipNBytes(2);
                case 15 -> in.skipNBytes(3);
                case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
                case 5, 6 -> {
                    in.skipNBytes(8);
                    i++;
                }
                default -> throw new IOException("constant of kind " + tag);
            }
        }
    }

    private void skipAttributes() throws IOException {
        for (int attributes = in.readUnsignedShort(); attributes > 0; attributes--) {
            in.skipNBytes(2);
            in.skipNBytes(in.readInt());
        }
    }

    private void look(byte[] code, Consumer<String> asked) {
        int at = 0;
        while (at < code.length) {
            int instruction = code[at] & 0xff;
            switch (instruction) {
                case TABLESWITCH -> {
                    int operands = (at + 4) & ~3;
                    at = operands + 12 + 4 * (word(code, operands + 8) - word(code, operands + 4) + 1);
                }
                case LOOKUPSWITCH -> {
                    int operands = (at + 4) & ~3;
                    at = operands + 8 + 8 * word(code, operands + 4);
                }
                case WIDE -> at += (code[at + 1] & 0xff) == IINC ? 6 : 4;
                default -> {
                    if (instruction == INSTANCEOF) {
                        int type = (code[at + 1] & 0xff) << 8 | code[at + 2] & 0xff;
                        asked.accept((String) constants[(int) constants[type]]);
                    }
                    at += 1 + OPERANDS.charAt(instruction) - '0';
                }
            }
        }
    }

    private static int word(byte[] code, int at) {
        return (code[at] & 0xff) << 24 | (code[at + 1] & 0xff) << 16 | (code[at + 2] & 0xff) << 8 | code[at + 3] & 0xff;
    }
}
