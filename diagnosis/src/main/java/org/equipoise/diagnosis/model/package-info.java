/** Why a model answers one class of which there are its files and labelled images. */
@NullMarked
package org.equipoise.diagnosis.model;

import org.jspecify.annotations.NullMarked;
