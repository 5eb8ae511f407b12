/** Tables as text, for spreadsheets and programs. */
@NullMarked
package org.equipoise.common.csv;

import org.jspecify.annotations.NullMarked;
